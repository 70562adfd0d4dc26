// A real talk between two tabs, one with the caller, one with the officer: WebRTC, on this machine
// or network alone, so without any server in between. Messages go through the carrier's state.

import { find, setData, setShown, setText } from "./dom.js";
import { ask } from "./server.js";
import { session } from "./session.js";
import { say } from "./words.js";

const GATHERING_MS = 2_000; // addresses are found at once, or not at all

export class Talk {
  #microphone;
  #talk = null;
  #peer = null;
  #round = ""; // names an offer and its answer; those of another round are of the past
  #audio = new Audio();

  constructor({ microphone }) {
    this.#microphone = microphone;
    this.#audio.autoplay = true;
  }

  get isOn() {
    return this.#talk !== null;
  }

  mute(isMuted) {
    this.#audio.muted = isMuted;
  }

  // `alone` says why there is no talk, where two lines are joined and one of them is here.
  show(talk, signals, alone) {
    if (talk?.with !== this.#talk?.with || talk?.call !== this.#talk?.call) {
      this.#close();
      this.#talk = talk;
      if (talk) this.#begin();
    }
    for (const signal of signals) {
      if (this.#talk && signal.from === this.#talk.with) this.#take(signal.data);
    }
    if (!this.#talk) this.#tell("none", alone);
  }

  #begin() {
    this.#tell("connecting", "talk_connecting");
    if (this.#talk.offers) this.#offer();
    else this.#send({ kind: "ready" }); // also after a reload, when the other side has offered long ago
  }

  async #take(data) {
    if (data.kind === "ready" && this.#talk.offers) {
      const isUnanswered = this.#peer?.signalingState === "have-local-offer";
      if (isUnanswered) this.#sendDescription("offer");
      else if (this.#peer?.signalingState === "stable" && this.#peer.remoteDescription) this.#offer();
    } else if (data.kind === "offer" && !this.#talk.offers && data.round !== this.#round) {
      this.#round = data.round;
      await this.#attempt(async (peer) => {
        await peer.setRemoteDescription({ type: "offer", sdp: data.sdp });
        await this.#addVoice(peer);
        await peer.setLocalDescription(await peer.createAnswer());
        await gathered(peer);
        if (peer === this.#peer) this.#sendDescription("answer");
      });
    } else if (data.kind === "answer" && data.round === this.#round) {
      await this.#peer?.setRemoteDescription({ type: "answer", sdp: data.sdp }).catch(console.error);
    }
  }

  async #offer() {
    this.#round = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
    await this.#attempt(async (peer) => {
      await this.#addVoice(peer);
      await peer.setLocalDescription(await peer.createOffer());
      await gathered(peer);
      if (peer === this.#peer) this.#sendDescription("offer");
    });
  }

  async #attempt(action) {
    this.#peer?.close();
    const peer = (this.#peer = new RTCPeerConnection({ iceServers: [] }));
    peer.ontrack = (event) => {
      this.#audio.srcObject = event.streams[0] ?? new MediaStream([event.track]);
      this.#audio.play().catch(() => {});
    };
    peer.onconnectionstatechange = () => peer === this.#peer && this.#tellState();
    try {
      await action(peer);
    } catch (error) {
      console.error(error);
      if (peer === this.#peer) this.#tell("failed", "talk_failed");
    }
  }

  // Without a microphone here the other side can still be heard.
  async #addVoice(peer) {
    const stream = await this.#microphone.open();
    if (stream) this.#microphone.use("talk", true);
    const track = stream?.getAudioTracks()[0];
    const [offered] = peer.getTransceivers();
    if (!offered) {
      if (track) peer.addTrack(track, stream);
      else peer.addTransceiver("audio", { direction: "recvonly" });
    } else if (track) {
      peer.addTrack(track, stream);
    }
  }

  #tellState() {
    const state = this.#peer.connectionState;
    if (state === "connected") {
      const isMute = !this.#microphone.stream;
      this.#tell("connected", isMute ? "talk_listen_only" : "talk_connected");
    } else if (state === "failed" || state === "disconnected") {
      this.#tell("failed", "talk_failed");
    } else {
      this.#tell("connecting", "talk_connecting");
    }
  }

  #sendDescription(kind) {
    this.#send({ kind, round: this.#round, sdp: this.#peer.localDescription.sdp });
  }

  #send(data) {
    const message = { from: session.tab, to: this.#talk.with, data };
    ask("POST", "/phone/signals", message).catch(console.error);
  }

  #close() {
    this.#peer?.close();
    this.#peer = null;
    this.#round = "";
    this.#audio.srcObject = null;
    this.#microphone.use("talk", false);
  }

  #tell(state, key) {
    const place = find("#talk");
    setData(place, "talk", state);
    setText(place, key ? say(key) : "");
    setShown(place, Boolean(key));
  }
}

function gathered(peer) {
  return new Promise((resolve) => {
    const look = () => peer.iceGatheringState === "complete" && resolve();
    peer.addEventListener("icegatheringstatechange", look);
    setTimeout(resolve, GATHERING_MS);
    look();
  });
}
