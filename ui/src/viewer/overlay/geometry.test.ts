import { describe, expect, it } from 'vitest';
import { fit, unfit } from './geometry';

describe('fit', () => {
  const wide = { width: 1600, height: 900 };

  it('leaves bars above and below a wide picture, and at the sides of a tall one', () => {
    expect(fit({ width: 800, height: 600 }, wide, wide, 1)).toMatchObject({ left: 0, top: 75, scaleX: 0.5, scaleY: 0.5, width: 800, height: 450 });
    expect(fit({ width: 800, height: 450 }, { width: 900, height: 1600 }, { width: 900, height: 1600 }, 1)).toMatchObject({ top: 0, left: 273.4375 });
  });

  it('stretches oblong pixels to the displayed picture', () => {
    expect(fit({ width: 640, height: 360 }, { width: 1280, height: 720 }, { width: 640, height: 720 }, 1)).toMatchObject({ scaleX: 1, scaleY: 0.5 });
  });

  it('counts in the pixels of the screen', () => {
    expect(fit({ width: 800, height: 600 }, wide, wide, 2)).toMatchObject({ top: 150, scaleX: 1, width: 1600 });
  });

  it('is not known before the sizes are', () => {
    expect(fit({ width: 800, height: 600 }, { width: 0, height: 0 }, wide, 1)).toBeUndefined();
    expect(fit({ width: 800, height: 600 }, wide, { width: 0, height: 0 }, 1)).toBeUndefined();
  });

  it('finds the pixel under the pointer back', () => {
    const place = fit({ width: 800, height: 600 }, wide, wide, 2);
    expect(place && unfit(place, 400, 300)).toEqual([800, 450]);
  });
});
