/** Peoples whose names keep customs of their own; lists with several words in a name are parted by `|`. */

export interface ForeignNames {
  /** Of a thousand persons. */
  readonly share: number
  readonly surnames: string
  readonly maleNames: string
  readonly femaleNames: string
  /** What follows the father's given name for a son and a daughter; absent where the custom has no patronymic. */
  readonly patronymicEndings?: readonly [son: string, daughter: string]
}

/** Surnames in the masculine form; those in -ов, -ев, -ин and -ский have a feminine one, others do not change. */
export const FOREIGN_NAMES: readonly ForeignNames[] = [
  {
    share: 9,
    surnames: 'Ахметов Хасанов Галиев Сафин Валиев Гарипов Хабибуллин Закиров Каримов Нуриев Сабиров Шакиров Юсупов',
    maleNames: 'Рустам Ильдар Марат Ринат Рашид Фарид Айрат Наиль Тимур Азат Ренат Камиль',
    femaleNames: 'Гульнара Алсу Эльмира Лилия Альфия Регина Зульфия Диляра Гузель Айгуль',
    patronymicEndings: ['ович', 'овна'],
  },
  {
    share: 5,
    surnames: 'Мамедов Алиев Гусейнов Гасанов Абдуллаев Исмаилов Рагимов Сулейманов Мирзоев Рахимов Ибрагимов',
    maleNames: 'Эльчин Вагиф Рамиз Тофик Низами Фуад Орхан Эльдар Ариф Аслан',
    femaleNames: 'Севда Лейла Айнур Гюльнара Нигяр Фарида Эльнара Арзу',
    patronymicEndings: [' оглы', ' кызы'],
  },
  {
    share: 5,
    surnames: 'Саркисян Петросян Григорян Арутюнян Карапетян Хачатрян Вардапетян Оганесян Мкртчян Галстян Аветисян',
    maleNames: 'Арам Ашот Гагик Карен Артур Тигран Самвел Рубен Армен Вазген',
    femaleNames: 'Ануш Гаянэ Нарине Кристине Сусанна Мариам Лусине Карине',
    patronymicEndings: ['ович', 'овна'],
  },
  {
    share: 3,
    surnames: 'Гогоберидзе Чхеидзе Мамулашвили Гелашвили Кобахидзе Джапаридзе Бериашвили Лордкипанидзе',
    maleNames: 'Гиви Вахтанг Заза Тенгиз Автандил Нодар Резо Зураб',
    femaleNames: 'Нино Тамар Манана Кетеван Натела Медея',
  },
  {
    share: 4,
    surnames: 'Шмидт Мюллер Вебер Кёниг Браун Вагнер Гофман Рихтер Шнайдер Штейн Цандер Фогель',
    maleNames: 'Генрих Иоганн Карл Вальтер Эрнст Густав Герман',
    femaleNames: 'Эльза Эмма Берта Ирма Фрида Гертруда Хильда Марта',
    patronymicEndings: ['ович', 'овна'],
  },
  {
    share: 3,
    surnames: 'Казлаускас Петраускас Янкаускас Станкявичюс Жукаускас Буткус Паулаускас Урбонас',
    maleNames: 'Йонас Витаутас Антанас Юозас Казис Альгирдас Пятрас',
    femaleNames: 'Она Бируте Дануте Альдона Регина Ядвига Стасе',
  },
  {
    share: 2,
    surnames: 'Нгуен Чан Ле Фам Хоанг Ли Ким Пак Ван Чжан Лю Цой',
    maleNames: 'Ван Тхань|Дык Ань|Минь Хоанг|Чен Су|Вэй|Цзянь|Куанг Хай',
    femaleNames: 'Тхи Хоа|Тхи Лан|Мэй|Ми Ран|Сяо Лин|Тхи Май',
  },
]
