/** Invented people with plausible Russian names, the same ones at every run. */
import type { PersonName } from '../domain/act.ts'

export type Sex = 'MALE' | 'FEMALE'

/** Draws from a reproducible sequence. */
export interface Draw {
  /** An integer in [0, limit). */
  below(limit: number): number
  from<T>(choices: readonly T[]): T
}

/** A man's name, and the patronymic of his son. */
const MALE_NAMES: readonly { readonly name: string; readonly patronymic: string }[] = words(
  'Александр/ович Алексей/Алексеевич Андрей/Андреевич Антон/ович Борис/ович Вадим/ович Виктор/ович Владимир/ович Геннадий/Геннадьевич Георгий/Георгиевич Григорий/Григорьевич Евгений/Евгеньевич Егор/ович Константин/ович Максим/ович Михаил/Михайлович Олег/ович Роман/ович Станислав/ович Степан/ович Тимофей/Тимофеевич Фёдор/ович Юрий/Юрьевич',
).map((entry) => {
  const [name = '', ending = ''] = entry.split('/')
  return { name, patronymic: ending === 'ович' ? `${name}ович` : ending }
})
const FEMALE_NAMES = words(
  'Алла Валентина Валерия Варвара Галина Евгения Екатерина Зинаида Инна Ирина Ксения Лариса Лидия Любовь Людмила Маргарита Надежда Наталья Нина Полина Светлана Тамара Татьяна Юлия',
)
/** The examples of `known-acts.ts` bear other family names, so nobody drawn here can be mistaken for one of them. */
const FAMILY_NAMES = words(
  'Абрамов Баранов Белов Бобров Виноградов Воронин Гаврилов Герасимов Горбунов Громов Гусев Давыдов Данилов Денисов Егоров Ершов Жуков Зайцев Захаров Зимин Калинин Карпов Киселёв Ковалёв Козлов Комаров Крылов Ларин Логинов Макаров Медведев Мельников Миронов Никитин Носов Осипов Панов Поляков Пономарёв Родионов Савин Сидоров Соловьёв Тарасов Титов Ушаков Филатов Цветков Чернов Шилов Щукин Яковлев',
)

/** A linear congruential sequence (modulus 2^32): plenty for invented data, useless for anything secret. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    // The low bits of such a sequence have short periods, so the high ones decide.
    return Math.floor((state / 2 ** 32) * limit)
  }
  return { below, from: (choices) => choices[below(choices.length)]! }
}

/** `family` in the masculine form, and `fatherName`, make relatives of the people drawn. */
export function drawPerson(
  draw: Draw,
  sex: Sex,
  { family = drawFamilyName(draw), fatherName = draw.from(MALE_NAMES).name }: { family?: string; fatherName?: string },
): Required<PersonName> {
  const patronymic = MALE_NAMES.find(({ name }) => name === fatherName)?.patronymic ?? ''
  return sex === 'MALE'
    ? { familyName: family, givenName: draw.from(MALE_NAMES).name, patronymic }
    : { familyName: `${family}а`, givenName: draw.from(FEMALE_NAMES), patronymic: patronymic.replace(/ич$/, 'на') }
}

/** The name in its masculine form, to be given to a whole family. */
export function drawFamilyName(draw: Draw): string {
  return draw.from(FAMILY_NAMES)
}

function words(text: string): readonly string[] {
  return text.split(' ')
}
