# The development tools compile, and stay behind. Production needs DATABASE_URL, so the embedded PostgreSQL and the bundled
# Node, both optional dependencies, stay behind too; so do the weights of the font that nothing prints with.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY migrations migrations
COPY src src
RUN npx tsc -p .

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 FILES_DIR=/files
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force \
  && find node_modules/@embedpdf/fonts-sc/fonts -name '*.otf' ! -name '*-Regular.otf' -delete \
  && find node_modules/pdfkit node_modules/fontkit -name '*.map' -delete \
  && install -d -o node -g node -m 0700 /files
COPY --from=build /app/dist dist
USER node
VOLUME /files
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# `docker run … migrate` and `… create-federation` run the other commands of the same program
ENTRYPOINT ["node", "--enable-source-maps", "dist/src/main.js"]
