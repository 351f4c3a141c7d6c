/** What the process that looks into films and recordings writes as its answer. */
export interface Told {
  /** As MediaInfo names it: MPEG-4, Windows Media, MPEG Audio. */
  readonly format: string | null;
  readonly profile: string | null;
  readonly seconds: number | null;
  readonly isTruncated: boolean;
  readonly width: number | null;
  readonly height: number | null;
  /** Degrees by which it is turned to be shown. */
  readonly rotation: number;
  readonly hasVideo: boolean;
  readonly hasAudio: boolean;
}
