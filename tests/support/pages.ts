import type { TestPerson, World } from './world.ts';

/** A page for paper as this caller gets it over HTTP. */
export async function printed(w: World, person: Pick<TestPerson, 'token'> | undefined, url: string) {
  const { statusCode, headers, body } = await w.server.inject({
    url,
    headers: person ? { authorization: `Bearer ${person.token}` } : {},
  });
  return { status: statusCode, headers, body };
}

/** The cells of the page's first table, row by row, as a reader sees them. */
export const tableOf = (page: string): string[][] =>
  [...(page.match(/<tbody>[\s\S]*?<\/tbody>/)?.[0] ?? '').matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) =>
    [...row!.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell]) => cell!),
  );
