import { fileRoutes } from './domains/files/file.routes.ts';
import type { FileStore } from './domains/files/store-file.ts';
import { uploadRoutes } from './domains/files/upload.routes.ts';
import { templateRoutes } from './domains/imports/template.routes.ts';
import { receipts } from './domains/notices/receipts.ts';
import { printRoutes, type Routes } from './kit/route.ts';

/** Everything that is served beside GraphQL. */
export const routes =
  (store: FileStore): Routes =>
  (app, withContext, standing) => {
    fileRoutes(store)(app, withContext, standing);
    uploadRoutes(store)(app, withContext, standing);
    printRoutes([receipts])(app, withContext, standing);
    templateRoutes(app, withContext, standing);
  };
