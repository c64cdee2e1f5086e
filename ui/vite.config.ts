import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `VA_SERVER=http://127.0.0.1:PORT npm run dev` works against `videoannotator serve`.
const server = process.env['VA_SERVER'];

export default defineConfig({
  plugins: [react({ compiler: true })],
  build: { target: 'safari16.4', sourcemap: false, chunkSizeWarningLimit: 800 },
  server: server ? { proxy: { '/api': { target: server, changeOrigin: true }, '/m': { target: server, changeOrigin: true } } } : {},
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
});
