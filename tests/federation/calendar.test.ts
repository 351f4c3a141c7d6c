import { describe, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { world } from '../support/world.ts';

const SET = `mutation($input: SetCalendarDaysInput!) { setCalendarDays(input: $input) { errors { code message path }
  calendarYear { year known sources days { day working name source own } } } }`;
const yearOf = async (client: Client, year: number) =>
  (
    await client.ask('query($year: Int!) { calendarYear(year: $year) { year known sources days { day working name source own } } }', {
      year,
    })
  ).calendarYear;
const count = async (client: Client, after: string, until: string) =>
  (
    await client.ask(
      'query($after: String!, $until: String!) { workingDays(after: $after, until: $until) { count error { code message path } } }',
      { after, until },
    )
  ).workingDays;

describe.concurrent('the working-day calendar', () => {
  test('a year names its days and the document that says so; an unknown one is not guessed', async () => {
    const w = await world();
    const client = w.as(await w.person(w.a));
    const known = await yearOf(client, 2021);
    expect(known).toMatchObject({ year: 2021, known: true, sources: ['国办发明电〔2020〕27号'] });
    expect(known.days.filter(({ day }: { day: string }) => day >= '2021-05-04' && day <= '2021-05-31')).toEqual([
      { day: '2021-05-04', working: false, name: '劳动节', source: '国办发明电〔2020〕27号', own: false },
      { day: '2021-05-05', working: false, name: '劳动节', source: '国办发明电〔2020〕27号', own: false },
      { day: '2021-05-08', working: true, name: '调休上班', source: '国办发明电〔2020〕27号', own: false },
    ]);
    expect(await yearOf(client, 2031)).toEqual({ year: 2031, known: false, sources: [], days: [] });
    expect(await count(client, '2021-05-06', '2021-05-10')).toEqual({ count: 3, error: null });
    expect(await count(client, '2030-12-30', '2031-01-10')).toEqual({
      count: null,
      error: { code: 'CALENDAR_UNKNOWN_YEAR', message: '2030年的放假调休安排尚未录入，不能推算工作日', path: ['until'] },
    });
    expect(await count(client, '2021-02-30', '2021-05-10')).toMatchObject({
      count: null,
      error: { code: 'INVALID_DATE', path: ['after'] },
    });
  });

  test('a province enters a year and a day of its own; dues and lamps go by them, in this federation alone', async () => {
    const [w, other] = [await world({ at: '2030-12-26T09:00:00+08:00' }), await world()];
    const province = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const { setCalendarDays } = await province.ask(SET, {
      input: {
        year: 2031,
        source: '国办发明电〔2030〕9号',
        completesYear: true,
        days: [
          { day: '2031-01-01', working: false, name: '元旦' },
          { day: '2031-01-04', working: true, name: '调休上班' },
        ],
      },
    });
    expect(setCalendarDays).toEqual({
      errors: [],
      calendarYear: {
        year: 2031,
        known: true,
        sources: ['国办发明电〔2030〕9号'],
        days: [
          { day: '2031-01-01', working: false, name: '元旦', source: '国办发明电〔2030〕9号', own: true },
          { day: '2031-01-04', working: true, name: '调休上班', source: '国办发明电〔2030〕9号', own: true },
        ],
      },
    });
    const unit = w.as(await w.person(w.a));
    expect(await count(unit, '2030-12-31', '2031-01-06')).toEqual({
      count: null,
      error: expect.objectContaining({ code: 'CALENDAR_UNKNOWN_YEAR' }),
    });
    expect(await count(unit, '2031-01-01', '2031-01-06')).toEqual({ count: 4, error: null }); // Thursday, Friday, Saturday, Monday
    expect((await yearOf(other.as(await other.person(other.a)), 2031)).known).toBe(false);

    // The last word of a day counts, and does not unmake the year.
    const again = { year: 2031, source: '省政府通知', days: [{ day: '2031-01-04', working: false, name: '不调休' }] };
    expect((await province.ask(SET, { input: again })).setCalendarDays.calendarYear).toMatchObject({
      known: true,
      days: [{ day: '2031-01-01' }, { day: '2031-01-04', working: false, source: '省政府通知' }],
    });
    expect(await count(unit, '2031-01-01', '2031-01-06')).toEqual({ count: 3, error: null });
  });

  test('a holiday of its own moves a slip’s three working days', async () => {
    const w = await world();
    const province = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const days = [{ day: '2021-05-10', working: false, name: '省内纪念日' }];
    await province.ask(SET, { input: { year: 2021, source: '省政府通知', days } });
    expect(await count(w.as(await w.person(w.a)), '2021-05-06', '2021-05-11')).toEqual({ count: 3, error: null });
  });

  test('days of another year, twice the same, none at all, and by a city are refused', async () => {
    const w = await world();
    const set = async (client: Client, input: object) => (await client.execute(SET, { input })).data?.setCalendarDays?.errors;
    const province = w.as(await w.person(w.province, ['ADMINISTRATOR']));
    const day = { day: '2022-05-10', working: false, name: '休' };
    expect(await set(province, { year: 2021, source: '号', days: [day] })).toMatchObject([
      { code: 'OTHER_YEAR', message: '不是2021年的日期', path: ['input', 'days', '0', 'day'] },
    ]);
    expect(await set(province, { year: 2022, source: '号', days: [day, day] })).toMatchObject([{ code: 'DAY_REPEATED' }]);
    expect(await set(province, { year: 2022, source: '号', days: [{ ...day, day: '2022-02-30' }] })).toMatchObject([
      { code: 'INVALID_DATE' },
    ]);
    expect(await set(province, { year: 2022, source: '号', days: [] })).toMatchObject([{ path: ['input', 'days'] }]);
    const city = w.as(await w.person(w.city, ['ADMINISTRATOR']));
    const answer = await city.execute(SET, { input: { year: 2022, source: '号', days: [day] } });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect((await yearOf(city, 2022)).days.some(({ own }: { own: boolean }) => own)).toBe(false);
  });
});
