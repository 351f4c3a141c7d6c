import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';

/** The post in which the caller acts, with its telephone, as a subquery of `(title, office_phone)`: one row or none. */
export const postOfViewer = ({ viewer: { federationId, capacityId } }: ViewerContext): RawBuilder<unknown> => sql`(
  select p.title, p.office_phone from appointment a join post p on p.federation_id = a.federation_id and p.id = a.post_id
   where a.federation_id = ${federationId}
     and a.id = coalesce((select l.appointment_id from delegation l where l.federation_id = ${federationId} and l.id = ${capacityId}), ${capacityId}))`;
