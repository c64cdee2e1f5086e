/** The picture. When the window cannot play the recording it says so, and what still works. */
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import type { Video } from '../api/client';
import { codecName } from './Facts';
import type { Overlay } from './overlay/overlay';
import { t } from './strings';

interface StageProps {
  media: string | undefined;
  mediaFailed: boolean;
  video: Video | undefined;
  onVideo: (video: HTMLVideoElement | null) => void;
  player: HTMLVideoElement | null;
  overlay: Overlay | undefined;
  /** Called with the key of who was pressed on; `undefined` where nobody is. */
  onSelect: (key: string | undefined) => void;
}

type Trouble = 'none' | 'codec' | 'gone';

interface Saying {
  title: string;
  text: string;
}

/** What stands in place of the picture, if anything. */
function wordsOf(trouble: Trouble, ready: boolean, video: Video | undefined): Saying | undefined {
  if (trouble === 'gone') return { title: t.videoGone, text: t.videoGoneHelp };
  if (video && video.video_codec === null) return { title: t.noVideo, text: '' };
  if (trouble === 'codec') return { title: t.cannotPlay(codecName(video?.video_codec ?? '')), text: t.cannotPlayHelp };
  return ready ? undefined : { title: t.loadingVideo, text: '' };
}

function Words({ title, text }: Saying) {
  return (
    <div className="stage-words" role="status">
      <p className="strong">{title}</p>
      {text !== '' && <p>{text}</p>}
    </div>
  );
}

/** Who is under the pointer. */
function under(event: PointerEvent<HTMLElement>, overlay: Overlay): string | undefined {
  const box = event.currentTarget.getBoundingClientRect();
  return overlay.at(event.clientX - box.left, event.clientY - box.top);
}

export function Stage({ media, mediaFailed, video, onVideo, player, overlay, onSelect }: StageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [trouble, setTrouble] = useState<Trouble>('none');
  const [ready, setReady] = useState(false);
  const failed = (element: HTMLVideoElement) => {
    const unknown = element.error?.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED || element.error?.code === MediaError.MEDIA_ERR_DECODE;
    setTrouble(unknown && video?.present !== false ? 'codec' : 'gone');
  };
  const loaded = (element: HTMLVideoElement) => {
    // a webview that knows the sound but not the picture plays it without a word
    if (element.videoWidth === 0 && video?.video_codec) setTrouble('codec');
    setReady(true);
  };
  useEffect(() => (overlay && player && canvas.current ? overlay.attach(canvas.current, player) : undefined), [overlay, player]);
  const words = wordsOf(mediaFailed ? 'gone' : trouble, ready, video);
  return (
    <section
      className="stage" aria-label={t.video}
      onPointerMove={(event) => overlay?.hover(under(event, overlay))}
      onPointerLeave={() => overlay?.hover(undefined)}
      onPointerDown={(event) => overlay && event.button === 0 && onSelect(under(event, overlay))}
    >
      {/* there even without a medium: its clock moves the playhead, so the measurements can be read all the same */}
      <video
        ref={onVideo}
        src={media}
        crossOrigin="anonymous"
        preload="auto"
        playsInline
        disablePictureInPicture
        aria-label={video?.name ?? t.video}
        className={words ? 'unplayable' : ''}
        onError={(event) => failed(event.currentTarget)}
        onLoadedData={(event) => loaded(event.currentTarget)}
      />
      {/* what it shows is in the list of people and in the words beside the picture */}
      <canvas ref={canvas} className={words ? 'overlay unplayable' : 'overlay'} aria-hidden="true" data-testid="overlay" />
      {words && <Words {...words} />}
    </section>
  );
}
