import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

const api = process.env.MIMON_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    // Half a kilobyte smaller than what Rolldown's own leaves.
    minify: 'terser',
    terserOptions: { ecma: 2020, module: true, compress: { passes: 3 } },
    outDir: 'dist',
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: {
      // Of lucide's `use client`, which means nothing here.
      checks: { moduleLevelDirective: false },
      input: { index: 'index.html', 'mimon-gpu': 'src/embed/mimon_gpu.ts' },
      // Other sites name this script, so its name stays.
      output: {
        // What every page needs comes as one part; the script for other sites stays whole.
        codeSplitting: {
          groups: [
            { name: 'base', tags: ['$initial'], test: /^(?!.*src.embed)/ },
            // With all that charts need, which other pages take from it: whole it packs better.
            { name: 'history_panel', test: /history_panel\.tsx$/ },
          ],
        },
        entryFileNames: ({ name }) =>
          name === 'mimon-gpu' ? 'mimon-gpu.js' : 'assets/[name]-[hash].js',
      },
    },
  },
  server: { proxy: { '/api': api } },
  test: {
    environment: 'jsdom',
    isolate: false,
    testTimeout: 30_000,
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    unstubGlobals: true,
  },
});
