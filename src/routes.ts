import { bulletinSheet } from './domains/bulletins/print-bulletin.ts';
import { fileRoutes } from './domains/files/file.routes.ts';
import type { FileStore } from './domains/files/store-file.ts';
import type { UploadRow } from './domains/files/file.service.ts';
import { uploadRoutes } from './domains/files/upload.routes.ts';
import { certificates } from './domains/honours/certificate.ts';
import { certificateRoutes } from './domains/honours/certificate.routes.ts';
import { templateRoutes } from './domains/imports/template.routes.ts';
import { IdentityProviders } from './domains/identity/identity-providers.ts';
import { oidcRoutes } from './domains/identity/oidc.routes.ts';
import { receipts } from './domains/notices/receipts.ts';
import { formRoutes } from './domains/prints/form.routes.ts';
import { signRoutes } from './domains/signing/sign.routes.ts';
import { sendArmed } from './domains/submissions/send-armed.ts';
import type { Env } from './env.ts';
import { printRoutes, type Routes, type Standing } from './kit/route.ts';

/** Pages that wait for nothing but an upload are handed in when it is here, not at the next turn of the loop. */
const sendWhatWaited =
  (files: FileStore) =>
  ({ orm, clock }: Standing, { federation_id, obligation_id }: UploadRow): Promise<void> =>
    sendArmed({ orm, clock, files }, federation_id, obligation_id);

/** Everything that is served beside GraphQL. */
export const routes =
  (store: FileStore, env: Env): Routes =>
  (app, withContext, standing) => {
    fileRoutes(store)(app, withContext, standing);
    uploadRoutes(store, sendWhatWaited(store))(app, withContext, standing);
    oidcRoutes(IdentityProviders.of(env), env.SECURE_COOKIES)(app, withContext, standing);
    signRoutes(app, withContext, standing);
    certificateRoutes(app, withContext, standing);
    printRoutes([receipts, certificates, bulletinSheet])(app, withContext, standing);
    formRoutes(app, withContext, standing);
    templateRoutes(app, withContext, standing);
  };
