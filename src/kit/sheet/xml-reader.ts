import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { Refusal } from '../errors.ts';
import { broken, unreadable } from './sheet.ts';

/** Bytes of one piece of text, name or attribute; a cell holds far less. */
const MOST_PIECE = 1024 * 1024;
/** Elements within each other; a worksheet has six. */
const MOST_DEPTH = 32;

type Attributes = Readonly<Record<string, string>>;

/** Told of what stands in the XML, in order; names without their prefix. */
export interface XmlListener {
  open(name: string, attributes: Attributes): void;
  text(text: string): void;
  close(name: string): void;
}

/**
 * Reads XML that comes in pieces, and yields after each so that what was told can be taken away. Nothing is kept but the
 * piece in hand: a text, name or attribute without end, and elements within each other without end, are refused. A DOCTYPE
 * is refused, so that no entity can be defined.
 *
 * @throws Refusal FILE_BROKEN, HOSTILE_XML
 */
export async function* readXml(content: AsyncIterable<Uint8Array>, listener: XmlListener): AsyncGenerator<number> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [silent, depth, bytes] = [0, 0, 0];
  const told =
    <Item>(tell: (item: Item) => void) =>
    (item: Item) => {
      silent = 0;
      tell(item);
    };
  parser.on('doctype', () => {
    throw hostile();
  });
  parser.on(
    'opentag',
    told(({ name, attributes }: SaxesTagPlain) => {
      if (++depth > MOST_DEPTH) throw hostile();
      listener.open(bare(name), attributes);
    }),
  );
  parser.on(
    'text',
    told((text: string) => listener.text(text)),
  );
  parser.on(
    'cdata',
    told((text: string) => listener.text(text)),
  );
  parser.on(
    'closetag',
    told(({ name }: SaxesTagPlain) => {
      depth--;
      listener.close(bare(name));
    }),
  );
  try {
    for await (const chunk of content) {
      silent += chunk.length;
      bytes += chunk.length;
      parser.write(decoder.decode(chunk, { stream: true }));
      if (silent > MOST_PIECE) throw hostile();
      yield bytes;
    }
    parser.write(decoder.decode());
    parser.close();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw broken(); // not UTF-8, or not XML
  }
  yield bytes;
}

const hostile = () => unreadable('HOSTILE_XML', '工作簿中有不允许的内容（实体定义、过长或嵌套过深的内容），不能导入');

const bare = (name: string): string => name.slice(name.indexOf(':') + 1);

/** An attribute whatever its prefix, such as `r:id`. */
export function attributeOf(attributes: Attributes, name: string): string | undefined {
  if (Object.hasOwn(attributes, name)) return attributes[name];
  return Object.entries(attributes).find(([key]) => bare(key) === name)?.[1];
}
