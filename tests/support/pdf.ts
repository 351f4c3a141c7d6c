import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What another library reads in a PDF: the text of every page, without white space. */
export async function pagesOf(pdf: Buffer): Promise<string[]> {
  const document = await getDocument({ data: new Uint8Array(pdf), useSystemFonts: false, verbosity: 0 }).promise;
  const pages = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    const text = items.map((item) => ('str' in item ? item.str : '')).join('');
    pages.push(text.replaceAll(/\s/gu, ''));
  }
  await document.loadingTask.destroy();
  return pages;
}
