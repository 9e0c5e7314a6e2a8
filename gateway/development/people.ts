/** Invented people with plausible Russian names, the same ones at every run. */
import type { PersonName } from '../domain/act.ts'

export type Sex = 'MALE' | 'FEMALE'

/** Draws from a reproducible sequence. */
export interface Draw {
  /** An integer in [0, limit). */
  below(limit: number): number
  from<T>(choices: readonly T[]): T
}

const MALE_NAMES = words(
  'Александр Алексей Андрей Антон Борис Вадим Виктор Владимир Геннадий Георгий Григорий Евгений Егор Константин Максим Михаил Никита Олег Роман Станислав Степан Тимофей Фёдор Юрий',
)
const FEMALE_NAMES = words(
  'Алла Валентина Валерия Варвара Галина Евгения Екатерина Зинаида Инна Ирина Ксения Лариса Лидия Любовь Людмила Маргарита Надежда Наталья Нина Полина Светлана Тамара Татьяна Юлия',
)
/** Given name of the father: patronymic of a son; a daughter's ends in -на (see `patronymicOf`). */
const PATRONYMICS = words(
  'Александрович Алексеевич Андреевич Антонович Борисович Вадимович Викторович Владимирович Геннадьевич Григорьевич Евгеньевич Константинович Максимович Михайлович Олегович Романович Степанович Фёдорович Юрьевич',
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

export function drawPerson(draw: Draw, sex: Sex, familyName = draw.from(FAMILY_NAMES)): Required<PersonName> {
  const patronymic = draw.from(PATRONYMICS)
  return {
    familyName: inflected(familyName, sex),
    givenName: draw.from(sex === 'MALE' ? MALE_NAMES : FEMALE_NAMES),
    patronymic: sex === 'MALE' ? patronymic : patronymic.replace(/ич$/, 'на'),
  }
}

/** The name in its masculine form, to be given to a whole family. */
export function drawFamilyName(draw: Draw): string {
  return draw.from(FAMILY_NAMES)
}

function inflected(familyName: string, sex: Sex): string {
  return sex === 'MALE' ? familyName : `${familyName}а`
}

function words(text: string): readonly string[] {
  return text.split(' ')
}
