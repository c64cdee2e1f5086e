import { useEffect, useRef, useState } from "react";
import type { UseQueryResult } from "@tanstack/react-query";
import { FilmIcon } from "lucide-react";
import { asProblem } from "../api/problem";
import { sentences } from "../words/format";
import type { Player } from "./player";
import { viewer } from "./strings";
import s from "./Viewer.module.css";

type Props = { player: Player; media: UseQueryResult<string>; codec: string | null };

function Words({ title, text }: { title: string; text: string | null }) {
  return (
    <div className={s.stageWords} role="status">
      <FilmIcon aria-hidden />
      <strong>{title}</strong>
      {text && <p>{text}</p>}
    </div>
  );
}

/** The picture. Where it can't be shown, words say so, and the timeline goes on without it. */
export function Stage({ player, media, codec }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const [broken, setBroken] = useState(false);
  const [ready, setReady] = useState(false);
  const url = media.data;
  useEffect(() => {
    const element = video.current;
    return element && url ? player.attach(element) : undefined;
  }, [player, url]);

  const problem = media.error ? asProblem(media.error) : null;
  return (
    <section className={s.stage} aria-label={viewer.stage}>
      {url && (
        // captions come with speech recognition
        <video
          ref={video}
          src={url}
          crossOrigin="anonymous"
          playsInline
          preload="auto"
          hidden={broken}
          onLoadedMetadata={(event) => {
            setReady(true);
            // a file whose picture can't be decoded still "plays" its sound
            setBroken(event.currentTarget.videoWidth === 0);
          }}
          onError={() => setBroken(true)}
          onClick={() => player.toggle()}
        />
      )}
      {problem ? (
        <Words title={viewer.videoMissing} text={sentences(problem.message, problem.hint)} />
      ) : broken ? (
        <Words title={viewer.videoUnplayable(codec)} text={viewer.videoUnplayableHint} />
      ) : (
        !ready && <Words title={viewer.videoOpening} text={null} />
      )}
    </section>
  );
}
