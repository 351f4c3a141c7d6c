import { sql } from 'kysely';
import type { Context, ViewerContext } from '../../context.ts';
import { type Paper, SEAL_FOOT } from '../../kit/paper/document.ts';
import { type Html, paper, printPage } from '../../kit/print.ts';
import type { Printed } from '../../kit/route.ts';
import type { ThrottleRule } from '../../kit/throttle.ts';
import { webPage } from '../../kit/web-page.ts';
import { organizationById } from '../federation/organization.rows.ts';
import { grouped } from '../identity/secret.ts';
import { titleStatusLabels } from './honour.enums.ts';
import { findTitle } from './read-titles.ts';
import { statusOf, type TitleRow } from './title.rows.ts';

export const CERTIFICATES = '/certificates';
/** Whoever checks a shelf of certificates needs a few in a minute; guessing codes needs more. */
export const CERTIFICATE_RATE: ThrottleRule = { max: 30, seconds: 60 };

export const certificatePath = (code: string): string => `${CERTIFICATES}/${grouped(code)}`;

type Certificate = Pick<TitleRow, 'name' | 'award_year' | 'period' | 'unit_name' | 'effective_from' | 'valid_until' | 'revoked_on'>;

/** What anybody may know of a certificate; undefined when the code was never given. One statement, there and back. */
export async function readCertificate(ctx: Context, code: string): Promise<Certificate | undefined> {
  const plain = code.replaceAll('-', '').toUpperCase();
  const { rows } = await sql<Certificate>`select * from app.certificate(${plain})`.execute(ctx.db);
  return rows[0];
}

const honourOf = ({ award_year, period, name }: Certificate): string => `${award_year ? `${award_year}年度` : (period ?? '')}${name}`;

const validity = (certificate: Certificate, now: Date): string => {
  const { valid_until, revoked_on } = certificate;
  const label = titleStatusLabels[statusOf(certificate, now)];
  if (revoked_on) return `${label}（${revoked_on}）`;
  return valid_until ? `${label}，有效期至${valid_until}` : label;
};

/** For whoever holds a certificate in hand: honour, unit, day, validity, and nothing else. */
export const certificatePage = (certificate: Certificate, now: Date): string =>
  webPage(
    '证书核验',
    paper`<h1>证书核验</h1>
<dl><dt>称号</dt><dd>${honourOf(certificate)}</dd><dt>单位</dt><dd>${certificate.unit_name}</dd><dt>生效日期</dt><dd>${certificate.effective_from}</dd><dt>效力</dt><dd>${validity(certificate, now)}</dd></dl>`,
  );

export const noCertificatePage = (): string => webPage('证书核验', paper`<h1>没有查到这份证书</h1><p>请核对证书上的核验码。</p>`);

/** The certificate for paper: `GET /print/certificates/:titleId`, for whoever may read the title. */
export const certificates: Printed = {
  url: '/print/certificates/:id',
  type: 'Title',
  may: ['read', 'Title'],
  async page(ctx: ViewerContext, id: string) {
    const title = await findTitle(ctx, id);
    if (!title) return undefined;
    const grantor = (await organizationById(ctx, title.grantor_id))!;
    return printPage(`证书：${title.unit_name}`, body(title, grantor.name));
  },
};

/** The same for a printer's shop: `GET /print/certificates/:titleId/pdf`. Undefined when there is none in reach. */
export async function certificatePaper(ctx: ViewerContext, id: string): Promise<Paper | undefined> {
  const title = await findTitle(ctx, id);
  if (!title) return undefined;
  const grantor = (await organizationById(ctx, title.grantor_id))!;
  const row = (label: string, text: string) => ({ cells: [{ text: label, align: 'center' as const }, { text }] });
  return {
    title: '荣誉证书',
    head: [`${title.unit_name}：`, `授予你单位${honourOf(title)}称号。`],
    tables: [
      {
        caption: null,
        widths: [1, 3],
        headRows: 0,
        rows: [
          row('证书编号', title.certificate_number),
          row('生效日期', title.effective_from),
          row('有效期至', title.valid_until ?? '长期有效'),
          row('核验地址', certificatePath(title.certificate_code)),
          {
            cells: [
              { text: '授予单位', align: 'center' },
              { text: grantor.name, foot: SEAL_FOOT },
            ],
            minHeight: 40,
          },
        ],
      },
    ],
    code: grouped(title.certificate_code),
  };
}

const body = (title: TitleRow, grantor: string): Html => paper`<h1>荣誉证书</h1>
<p>${title.unit_name}：</p>
<p>授予你单位${honourOf(title)}称号。</p>
<p>${grantor}</p>
<p>${title.effective_from}</p>
<footer>证书编号：${title.certificate_number}　核验：${certificatePath(title.certificate_code)}</footer>`;
