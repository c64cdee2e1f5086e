/** A pipeline for tests, with settings whose kinds follow from their defaults. */
import type { PipelineInfo } from '../api/client';

export function aPipeline(name: string, defaults: Record<string, number | boolean | string>, change: Partial<PipelineInfo> = {}): PipelineInfo {
  const parameters = Object.entries(defaults).map(([key, value]) => ({
    name: key, label: key, description: '', unit: '', advanced: false, min: typeof value === 'number' ? 0 : null, max: typeof value === 'number' ? 1000 : null,
    // The document says that a default is an object; on the wire it is whatever the setting holds.
    default: value as unknown as Record<string, unknown>,
    enum: [], fields: [], used_when: [], type: typeof value === 'boolean' ? 'boolean' : typeof value === 'number' ? 'number' : 'text',
  }));
  return {
    name, display_name: name, description: '', enabled: true, default_enabled: true, available: true, unavailable_reason: null,
    pipeline_family: name, variant: '', modality: 'picture', tasks: [], modalities: [], capabilities: [], backends: ['native'], stability: 'stable', slug: name, version: '1', output_formats: [],
    outputs: [], parameters, config_schema: {}, examples: [], models: [], ...change,
  };
}
