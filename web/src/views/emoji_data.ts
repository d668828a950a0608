// The emoji of the picker: what people use most, by group, each with the words it is found by, its name first.
import type { Language } from "../locales/language.ts";

export interface Emoji {
  readonly emoji: string;
  readonly name: string;
  /** All its words, to be searched. */
  readonly words: string;
}

export type EmojiGroupName =
  | "smileys"
  | "people"
  | "nature"
  | "food"
  | "activities"
  | "objects"
  | "signs";

export interface EmojiGroup {
  readonly group: EmojiGroupName;
  readonly emoji: readonly Emoji[];
}

const lists: Readonly<Record<EmojiGroupName, string>> = {
  smileys: `
😀 grinning: happy smile
😃 big smile: happy
😄 laughing eyes: happy joy
😁 beaming: grin teeth
😆 squinting laugh: haha
😅 sweat smile: phew relief
😂 tears of joy: laugh lol funny
🤣 rolling on the floor: laugh rofl
🙂 slight smile: fine
🙃 upside down: silly irony
😉 wink: joke
😊 blush: happy warm
😇 halo: innocent angel
🥰 in love: hearts adore
😍 heart eyes: love adore
🤩 star struck: wow excited
😘 kiss: love
😋 yum: tasty tongue
😜 winking tongue: crazy joke
🤪 zany: crazy silly
🤗 hug: welcome thanks
🤭 giggle: oops
🤫 shush: quiet secret
🤔 thinking: hmm consider
🫡 salute: yes sir respect
🤨 raised eyebrow: doubt sceptical
😐 neutral: meh
😑 expressionless: blank
😶 no mouth: silent speechless
😏 smirk: smug
😒 unamused: bored annoyed
🙄 rolling eyes: annoyed
😬 grimace: awkward
😌 relieved: calm
😔 pensive: sad sorry
😴 sleeping: tired zzz
🤒 ill: sick fever
🤯 mind blown: wow exploding head
🥳 party face: celebrate birthday
😎 sunglasses: cool
🤓 nerd: glasses clever
🧐 monocle: inspect
😕 confused: unsure
😟 worried: anxious
🙁 slight frown: sad
😮 open mouth: surprised wow
😲 astonished: shocked
😳 flushed: embarrassed
🥺 pleading: please puppy
😢 crying: sad tear
😭 sobbing: sad tears
😱 scream: fear shocked
😞 disappointed: sad
😓 cold sweat: hard work
😩 weary: tired
😤 huffing: triumph steam
😡 angry: mad red
😠 annoyed: angry
🤬 swearing: angry curse
💀 skull: dead
💩 poo: pile
🤡 clown: fool
👻 ghost: boo halloween
👽 alien: space
🤖 robot: bot machine
😺 cat smile: happy cat
🙈 see no evil: monkey oops
🙉 hear no evil: monkey
🙊 speak no evil: monkey secret`,
  people: `
👍 thumbs up: yes good ok approve like
👎 thumbs down: no bad dislike
👌 ok hand: perfect fine
✌️ victory: peace two
🤞 fingers crossed: luck hope
🤟 love you: hand
🤘 rock on: horns metal
🤙 call me: shaka
👈 pointing left: this
👉 pointing right: that
👆 pointing up: above
👇 pointing down: below
☝️ one finger up: note attention
✋ raised hand: stop high five
👋 wave: hello hi bye
👏 clapping: applause bravo well done
🙌 raised hands: hooray praise celebrate
🫶 heart hands: love thanks
👐 open hands: hug
🤝 handshake: deal agree
🙏 folded hands: please thanks pray
✍️ writing: hand note
💪 strong arm: muscle power
🧠 brain: clever think
👀 eyes: look watching see
👁️ eye: see
👄 mouth: lips
🫠 melting: hot embarrassed
🤷 shrug: do not know whatever
🤦 facepalm: oh no
🙋 hand up: me question
🙅 crossed arms: no
🙆 arms up: ok
💁 tipping hand: info
🧑‍💻 at the computer: developer coding work
🧑‍🔬 scientist: research
🧑‍🚀 astronaut: space
🕵️ detective: search spy
🥷 ninja: hidden
🦸 superhero: hero
🧙 wizard: magic
🏃 running: hurry late
🚶 walking: go away
💃 dancing: party
🕺 dancing man: party disco
👪 family: people
❤️ red heart: love like
🧡 orange heart: love
💛 yellow heart: love
💚 green heart: love
💙 blue heart: love
💜 purple heart: love
🖤 black heart: love
🤍 white heart: love
💔 broken heart: sad
💯 hundred: perfect full agree
💥 boom: collision bang
💫 dizzy: star
💦 drops: sweat water
💤 sleep: zzz tired`,
  nature: `
🐶 dog: pet puppy
🐱 cat: pet kitten
🐭 mouse: animal
🐰 rabbit: bunny
🦊 fox: animal
🐻 bear: animal
🐼 panda: bear
🐨 koala: bear
🦁 lion: animal
🐮 cow: animal
🐷 pig: animal
🐸 frog: animal
🐵 monkey: animal
🐔 chicken: bird
🐧 penguin: bird linux
🦆 duck: bird
🦉 owl: bird night
🦄 unicorn: magic
🐝 bee: honey busy
🐛 bug: caterpillar fault
🦋 butterfly: pretty
🐌 snail: slow
🐢 turtle: slow
🐍 snake: python
🐙 octopus: sea
🦀 crab: rust sea
🐟 fish: sea
🐳 whale: docker sea
🌵 cactus: desert
🌲 tree: evergreen
🌱 seedling: plant grow
🍀 four leaf clover: luck
🌹 rose: flower
🌻 sunflower: flower
🌍 earth: world globe
🌙 moon: night
⭐ star: favourite
🌟 glowing star: great
✨ sparkles: new shiny clean
⚡ lightning: fast power
🔥 fire: hot great
🌈 rainbow: colours
☀️ sun: sunny weather
⛅ cloudy: weather
🌧️ rain: weather
❄️ snowflake: cold winter
⛄ snowman: winter
🌊 wave of water: sea ocean`,
  food: `
🍎 apple: fruit
🍌 banana: fruit
🍋 lemon: fruit
🍓 strawberry: fruit
🍉 melon: fruit
🍑 peach: fruit
🥑 avocado: fruit
🥕 carrot: vegetable
🌶️ chilli: hot spicy
🌽 corn: vegetable
🍞 bread: loaf
🥐 croissant: breakfast
🧀 cheese: food
🥚 egg: breakfast
🥞 pancakes: breakfast
🍔 burger: food
🍟 fries: chips
🍕 pizza: food slice
🌮 taco: food
🍜 noodles: soup ramen
🍣 sushi: fish
🍿 popcorn: film watching
🍪 cookie: biscuit
🍩 doughnut: sweet
🎂 birthday cake: party
🍰 cake: sweet slice
🍫 chocolate: sweet
🍦 ice cream: sweet
☕ coffee: tea break hot
🍵 tea: green hot
🍺 beer: drink
🍻 cheers: beer drink
🥂 clinking glasses: cheers celebrate
🍷 wine: drink
🍸 cocktail: drink
🥤 soft drink: cup`,
  activities: `
🎉 tada: party celebrate congratulations hooray
🎊 confetti: party celebrate
🎈 balloon: party birthday
🎁 present: gift birthday
🏆 trophy: win prize
🥇 gold medal: first win
🏅 medal: win
⚽ football: soccer ball
🏀 basketball: ball
🎾 tennis: ball
🏓 table tennis: ping pong
🎯 bullseye: target goal hit
🎮 video game: play controller
🎲 die: dice game luck
🧩 puzzle: piece
♟️ chess pawn: game
🎨 palette: art paint
🎬 clapper: film action
🎤 microphone: sing
🎧 headphones: music listen
🎵 note: music song
🎸 guitar: music
🥁 drum: music
🚗 car: drive
🚲 bicycle: bike ride
🚆 train: travel
✈️ aeroplane: travel flight
🚀 rocket: ship launch fast
🛸 flying saucer: ufo
⛵ sailing boat: ship
🏠 house: home
🏢 office: building work
⛺ tent: camping
🏔️ mountain: snow
🏖️ beach: holiday
🗺️ map: travel`,
  objects: `
💻 laptop: computer work
🖥️ desktop computer: screen
⌨️ keyboard: type
🖱️ computer mouse: click
📱 phone: mobile
☎️ telephone: call
🔋 battery: power
🔌 plug: power
💾 floppy disk: save
📷 camera: picture photo
📺 television: screen
🔍 magnifying glass: search find
💡 light bulb: idea
🔦 torch: light
📖 open book: read
📚 books: read learn
📝 memo: note write
✏️ pencil: write edit
📌 pin: important
📎 paper clip: attach
✂️ scissors: cut
📅 calendar: date
📈 chart up: growth
📉 chart down: loss
📊 bar chart: statistics
📦 package: box ship
📬 mailbox: post letter
✉️ envelope: mail letter
🔒 locked: secure private
🔓 unlocked: open
🔑 key: password
🔨 hammer: tool build
🔧 spanner: tool fix
⚙️ gear: settings
🧰 toolbox: tools fix
🧪 test tube: experiment test
🔬 microscope: research
💊 pill: medicine
🩹 plaster: fix patch
🧹 broom: clean
🗑️ bin: delete rubbish
🧯 extinguisher: fire emergency
⏰ alarm clock: time wake
⌛ hourglass: wait time
💰 money bag: rich
💎 gem: diamond
🔔 bell: notify
📣 megaphone: announce`,
  signs: `
✅ check mark: done yes ok
✔️ tick: done yes
❌ cross: no wrong
❓ question mark: what
❗ exclamation mark: important
⚠️ warning: careful
🚧 construction: work in progress
⛔ no entry: stop forbidden
🚫 prohibited: no forbidden
🛑 stop sign: halt
🆗 ok: fine
🆕 new: fresh
🆒 cool: nice
🆘 sos: help
➕ plus: add
➖ minus: less
➡️ arrow right: next
⬅️ arrow left: back
⬆️ arrow up: above
⬇️ arrow down: below
🔄 arrows in a circle: refresh again
🔁 repeat: loop
♻️ recycling: reuse
🔗 link: chain
🔴 red circle: stop
🟡 yellow circle: wait
🟢 green circle: go
🔵 blue circle: dot
⚪ white circle: dot
⚫ black circle: dot
1️⃣ one: number first
2️⃣ two: number second
3️⃣ three: number third
4️⃣ four: number
5️⃣ five: number
♾️ infinity: endless
💬 speech bubble: talk comment
💭 thought bubble: think
🏁 chequered flag: finish
🚩 red flag: problem
🏳️ white flag: give up
🏴‍☠️ pirate flag: skull
🏳️‍🌈 rainbow flag: pride`,
};

function read(list: string): Emoji[] {
  return list
    .trim()
    .split("\n")
    .map((line) => {
      const [, emoji = "", name = "", more = ""] = /^(\S+) ([^:]+): (.*)$/.exec(line) ?? [];
      return { emoji, name, words: `${name} ${more}`.toLowerCase() };
    });
}

/** In English. */
export const emojiGroups: readonly EmojiGroup[] = (Object.keys(lists) as EmojiGroupName[]).map(
  (group) => ({ group, emoji: read(lists[group]) }),
);

/** The groups with the names and words of another language; the English words find them, too. */
function named(list: string): readonly EmojiGroup[] {
  const names = new Map(read(list).map((each) => [each.emoji, each]));
  return emojiGroups.map(({ group, emoji }) => ({
    group,
    emoji: emoji.map((english) => {
      const own = names.get(english.emoji);
      return own === undefined ? english : { ...own, words: `${own.words} ${english.words}` };
    }),
  }));
}

/** The groups in a language, whose words are loaded for it. */
export async function emojiGroupsIn(language: Language): Promise<readonly EmojiGroup[]> {
  if (language === "en") return emojiGroups;
  return named((await import("./emoji_words_de.ts")).emojiWords);
}

/** The groups with what is found by all the words of `query`; all of them for none. */
export function findEmoji(groups: readonly EmojiGroup[], query: string): readonly EmojiGroup[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return groups;
  const isFound = ({ emoji, words }: Emoji) =>
    wanted.every((word) => emoji === word || ` ${words}`.includes(` ${word}`));
  return groups
    .map(({ group, emoji }) => ({ group, emoji: emoji.filter(isFound) }))
    .filter(({ emoji }) => emoji.length > 0);
}
