import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// The dashboard's own chart is measured, with this folder's copies of what it needs.
export default defineConfig({
  plugins: [react()],
  base: './',
  resolve: {
    alias: { '@': here('../../web/src') },
    dedupe: ['react', 'react-dom', 'uplot'],
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    rolldownOptions: { input: { uplot: here('uplot.html'), recharts: here('recharts.html') } },
  },
});
