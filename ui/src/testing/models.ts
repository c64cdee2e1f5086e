/** A model for tests: small, free, not installed. */
import type { Model } from '../api/models';

export const model = (change: Partial<Model>): Model => ({
  id: 'yolox-nano', title: 'Person detector, quick', task: 'person-detection', group: 'picture', file: 'yolox_nano.onnx', revision: '0.1.1',
  bytes: 3_660_092, sha256: 'c789161ebbd1fdf12f9a6be8d8a0e2b2a4a4a8a0a1b5b1c1d1e1f1a1b1c1d1e1', licence: 'Apache-2.0', copyright: '', training_data: 'COCO 2017',
  research_only: false, page: 'https://example.org/model', source: 'release 0.1.1', downloadable: true, pipelines: [], state: 'missing', origin: null,
  origin_detail: null, installed_at: null, path: null, removable: false, accepted: false, error: null, transfer: null,
  ...change,
});
