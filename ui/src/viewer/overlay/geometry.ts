/** Where the picture lies in its element, and how pixels of the recording get there. */

export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** Recording pixel (x, y) lies at (left + x * scaleX, top + y * scaleY), in device pixels of the canvas. */
export interface Fit {
  readonly left: number;
  readonly top: number;
  readonly scaleX: number;
  readonly scaleY: number;
  /** Size of the picture on the canvas. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly dpr: number;
}

/**
 * The browser letterboxes (`object-fit: contain`) the picture as it displays it, upright and with square pixels;
 * measurements are in pixels of the recording as shown. Both sides are scaled on their own, so a recording whose
 * stored size is not its displayed one fits too. `undefined` while a size is unknown.
 */
export function fit(element: Extent, displayed: Extent, recorded: Extent, dpr: number): Fit | undefined {
  if ([element, displayed, recorded].some(({ width, height }) => !(width > 0 && height > 0))) return undefined;
  const scale = Math.min(element.width / displayed.width, element.height / displayed.height);
  const width = displayed.width * scale * dpr;
  const height = displayed.height * scale * dpr;
  return {
    left: (element.width * dpr - width) / 2, top: (element.height * dpr - height) / 2,
    scaleX: width / recorded.width, scaleY: height / recorded.height, width, height, dpr,
  };
}

/** The pixel of the recording under a point of the element, in CSS pixels. */
export function unfit({ left, top, scaleX, scaleY, dpr }: Fit, x: number, y: number): [x: number, y: number] {
  return [(x * dpr - left) / scaleX, (y * dpr - top) / scaleY];
}
