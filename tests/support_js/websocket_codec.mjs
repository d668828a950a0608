/** WebSocket frames (RFC 6455), the client's side, including frames that nobody should send. */

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

const mask = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);

/**
 * One frame.
 *
 * isFinal, reserved (3 bits), isMasked   as they shall stand in the header
 * announcedBytes                         the length the header claims; the payload's own when absent
 */
export function frame(opcode, payload = "", { isFinal = true, reserved = 0, isMasked = true, announcedBytes } = {}) {
  const body = Buffer.from(payload);
  const length = Number(announcedBytes ?? body.length);
  const first = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode;
  const maskBit = isMasked ? 0x80 : 0;
  let head;
  if (length < 126) {
    head = Buffer.from([first, maskBit | length]);
  } else if (length < 65_536) {
    head = Buffer.from([first, maskBit | 126, 0, 0]);
    head.writeUInt16BE(length, 2);
  } else {
    head = Buffer.alloc(10);
    head[0] = first;
    head[1] = maskBit | 127;
    head.writeBigUInt64BE(BigInt(announcedBytes ?? length), 2);
  }
  if (!isMasked) return Buffer.concat([head, body]);
  const masked = Buffer.allocUnsafe(body.length);
  for (let i = 0; i < body.length; ++i) masked[i] = body[i] ^ mask[i & 3];
  return Buffer.concat([head, mask, masked]);
}

/** Takes the whole frames from the front of what a server sent: {frames: [{opcode, payload}], rest}. */
export function takeFrames(octets) {
  const frames = [];
  for (;;) {
    if (octets.length < 2) break;
    let length = octets[1] & 0x7f;
    let begin = 2;
    if (length === 126) {
      if (octets.length < 4) break;
      length = octets.readUInt16BE(2);
      begin = 4;
    } else if (length === 127) {
      if (octets.length < 10) break;
      length = Number(octets.readBigUInt64BE(2));
      begin = 10;
    }
    if (octets.length < begin + length) break;
    frames.push({ opcode: octets[0] & 0x0f, payload: octets.subarray(begin, begin + length) });
    octets = octets.subarray(begin + length);
  }
  return { frames, rest: octets };
}

/** The request that opens a WebSocket at `path`; fields: more lines for its head. */
export function openingRequest(path, fields = "") {
  return (
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${fields}\r\n`
  );
}

export const socketIoPath = "/socket.io/?EIO=4&transport=websocket";
export const engineIoPath = "/engine.io/?EIO=4&transport=websocket";
