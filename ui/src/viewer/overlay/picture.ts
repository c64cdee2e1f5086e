/** The frame that a video shows, together with its own time: a pair that no later frame can come between. */
import { tellsMediaTime } from '../presented';

export interface Picture {
  readonly image: VideoFrame;
  /** Seconds on the player's clock. */
  readonly seconds: number;
}

/** Takes frames off a video where the engine gives them with true times, which is Chromium. */
export class PictureSource {
  readonly able: boolean;

  constructor(agent: string) {
    this.able = tellsMediaTime(agent) && typeof VideoFrame === 'function';
  }

  /** The frame on screen; `undefined` while there is none. Whoever takes it closes it. */
  take(video: HTMLVideoElement): Picture | undefined {
    if (!this.able || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
    try {
      const image = new VideoFrame(video);
      return { image, seconds: image.timestamp / 1e6 };
    } catch {
      return undefined; // nothing has been shown yet: the drawing lies over the element as elsewhere
    }
  }
}
