// What the emoji of the picker are called in German, each with the words it is found by, its name first.
export const emojiWords = `
😀 grinsend: froh lächeln
😃 breites Lächeln: froh
😄 lachende Augen: froh freude
😁 strahlend: grinsen zähne
😆 zusammengekniffene Augen: haha lachen
😅 verschwitztes Lächeln: puh erleichtert
😂 Freudentränen: lachen lustig
🤣 am Boden vor Lachen: lachen kringelig
🙂 leichtes Lächeln: gut
🙃 auf dem Kopf: albern ironie
😉 zwinkernd: scherz witz
😊 errötet: froh warm
😇 Heiligenschein: unschuldig engel
🥰 verliebt: herzen liebe
😍 Herzaugen: liebe toll
🤩 Sternaugen: wow begeistert
😘 Kuss: liebe küssen
😋 lecker: köstlich zunge
😜 zwinkernd mit Zunge: verrückt scherz
🤪 durchgedreht: verrückt albern
🤗 Umarmung: willkommen danke
🤭 kichern: hoppla ups
🤫 psst: leise geheim
🤔 nachdenklich: hm überlegen denken
🫡 salutieren: ja respekt jawohl
🤨 hochgezogene Augenbraue: zweifel skeptisch
😐 neutral: naja
😑 ausdruckslos: leer
😶 ohne Mund: stumm sprachlos
😏 süffisant: selbstgefällig
😒 verstimmt: gelangweilt genervt
🙄 Augenrollen: genervt
😬 Grimasse: peinlich
😌 erleichtert: ruhig
😔 bedrückt: traurig entschuldigung
😴 schlafend: müde
🤒 krank: fieber
🤯 explodierender Kopf: wow umgehauen
🥳 Partygesicht: feiern geburtstag
😎 Sonnenbrille: cool lässig
🤓 Streber: brille klug nerd
🧐 Monokel: prüfen untersuchen
😕 verwirrt: unsicher
😟 besorgt: ängstlich sorge
🙁 leicht enttäuscht: traurig
😮 offener Mund: überrascht wow
😲 erstaunt: schock
😳 verlegen: peinlich rot
🥺 flehend: bitte dackelblick
😢 weinend: traurig träne
😭 heulend: traurig tränen
😱 Schrei: angst schock
😞 enttäuscht: traurig
😓 kalter Schweiß: harte arbeit
😩 erschöpft: müde
😤 schnaubend: triumph dampf
😡 wütend: zornig rot
😠 verärgert: böse
🤬 fluchend: wütend schimpfen
💀 Totenkopf: tot schädel
💩 Kothaufen: haufen
🤡 Clown: narr
👻 Gespenst: geist buh halloween
👽 außerirdisch: weltraum alien
🤖 Roboter: bot maschine
😺 lächelnde Katze: froh katze
🙈 nichts sehen: affe ups
🙉 nichts hören: affe
🙊 nichts sagen: affe geheim
👍 Daumen hoch: ja gut ok zustimmung gefällt
👎 Daumen runter: nein schlecht
👌 in Ordnung: ok hand perfekt gut
✌️ Sieg: frieden zwei
🤞 Daumen drücken: glück hoffnung
🤟 ich liebe dich: hand
🤘 Teufelshörner: metal rock
🤙 ruf mich an: telefon
👈 zeigt nach links: dies
👉 zeigt nach rechts: das
👆 zeigt nach oben: darüber
👇 zeigt nach unten: darunter
☝️ ein Finger: achtung hinweis
✋ erhobene Hand: halt stopp
👋 winken: hallo tschüss
👏 Applaus: klatschen bravo gut gemacht
🙌 erhobene Hände: hurra jubel feiern
🫶 Herz aus Händen: liebe danke
👐 offene Hände: umarmung
🤝 Händedruck: abgemacht einig
🙏 gefaltete Hände: bitte danke beten
✍️ schreiben: hand notiz
💪 starker Arm: muskel kraft
🧠 Gehirn: klug denken
👀 Augen: schauen sehen
👁️ Auge: sehen
👄 Mund: lippen
🫠 schmelzend: heiß peinlich
🤷 Achselzucken: weiß nicht egal
🤦 Hand vor dem Gesicht: oh nein
🙋 Hand hoch: ich frage
🙅 gekreuzte Arme: nein
🙆 Arme oben: ok
💁 Auskunft: info
🧑‍💻 am Computer: entwickeln programmieren arbeit
🧑‍🔬 in der Wissenschaft: forschung labor
🧑‍🚀 im Weltraum: astronaut all
🕵️ Detektiv: suche spion
🥷 Ninja: versteckt
🦸 Superheld: held
🧙 Zauberer: magie
🏃 rennen: eile spät laufen
🚶 gehen: weg
💃 tanzen: party
🕺 tanzender Mann: party disco
👪 Familie: leute
❤️ rotes Herz: liebe gefällt
🧡 oranges Herz: liebe
💛 gelbes Herz: liebe
💚 grünes Herz: liebe
💙 blaues Herz: liebe
💜 lila Herz: liebe
🖤 schwarzes Herz: liebe
🤍 weißes Herz: liebe
💔 gebrochenes Herz: traurig
💯 hundert: perfekt voll einverstanden
💥 Knall: zusammenstoß bumm
💫 schwindlig: stern
💦 Tropfen: schweiß wasser
💤 Schlaf: müde
🐶 Hund: haustier welpe
🐱 Katze: haustier
🐭 Maus: tier
🐰 Hase: kaninchen
🦊 Fuchs: tier
🐻 Bär: tier
🐼 Panda: bär
🐨 Koala: bär
🦁 Löwe: tier
🐮 Kuh: tier
🐷 Schwein: tier
🐸 Frosch: tier
🐵 Affe: tier
🐔 Huhn: vogel
🐧 Pinguin: vogel linux
🦆 Ente: vogel
🦉 Eule: vogel nacht
🦄 Einhorn: magie
🐝 Biene: honig fleißig
🐛 Raupe: käfer fehler
🦋 Schmetterling: schön
🐌 Schnecke: langsam
🐢 Schildkröte: langsam
🐍 Schlange: python
🐙 Krake: meer tintenfisch
🦀 Krabbe: rust meer
🐟 Fisch: meer
🐳 Wal: docker meer
🌵 Kaktus: wüste
🌲 Baum: tanne
🌱 Keimling: pflanze wachsen
🍀 vierblättriges Kleeblatt: glück
🌹 Rose: blume
🌻 Sonnenblume: blume
🌍 Erde: welt globus
🌙 Mond: nacht
⭐ Stern: favorit
🌟 leuchtender Stern: toll
✨ Funkeln: neu glänzend sauber
⚡ Blitz: schnell strom
🔥 Feuer: heiß toll
🌈 Regenbogen: farben
☀️ Sonne: sonnig wetter
⛅ wolkig: wetter
🌧️ Regen: wetter
❄️ Schneeflocke: kalt winter
⛄ Schneemann: winter
🌊 Welle: meer wasser
🍎 Apfel: obst
🍌 Banane: obst
🍋 Zitrone: obst
🍓 Erdbeere: obst
🍉 Melone: obst
🍑 Pfirsich: obst
🥑 Avocado: obst
🥕 Karotte: gemüse möhre
🌶️ Chili: scharf
🌽 Mais: gemüse
🍞 Brot: laib
🥐 Croissant: frühstück
🧀 Käse: essen
🥚 Ei: frühstück
🥞 Pfannkuchen: frühstück
🍔 Burger: essen
🍟 Pommes: fritten
🍕 Pizza: essen stück
🌮 Taco: essen
🍜 Nudeln: suppe
🍣 Sushi: fisch
🍿 Popcorn: film zuschauen
🍪 Keks: plätzchen
🍩 Donut: süß
🎂 Geburtstagskuchen: feier torte
🍰 Kuchen: süß stück
🍫 Schokolade: süß
🍦 Eis: süß
☕ Kaffee: tee pause heiß
🍵 Tee: grün heiß
🍺 Bier: getränk
🍻 prost: bier trinken
🥂 Sektgläser: prost feiern
🍷 Wein: getränk
🍸 Cocktail: getränk
🥤 Becher: limonade getränk
🎉 Konfettikanone: feiern glückwunsch hurra party
🎊 Konfetti: feiern party
🎈 Ballon: party geburtstag
🎁 Geschenk: geburtstag
🏆 Pokal: sieg preis
🥇 Goldmedaille: erster sieg
🏅 Medaille: sieg
⚽ Fußball: ball
🏀 Basketball: ball
🎾 Tennis: ball
🏓 Tischtennis: pingpong
🎯 ins Schwarze: ziel treffer
🎮 Videospiel: spielen
🎲 Würfel: spiel glück
🧩 Puzzle: teil
♟️ Schachfigur: spiel bauer
🎨 Palette: kunst malen
🎬 Filmklappe: film action
🎤 Mikrofon: singen
🎧 Kopfhörer: musik hören
🎵 Note: musik lied
🎸 Gitarre: musik
🥁 Trommel: musik
🚗 Auto: fahren
🚲 Fahrrad: rad
🚆 Zug: bahn reise
✈️ Flugzeug: reise flug
🚀 Rakete: start schnell
🛸 Untertasse: ufo
⛵ Segelboot: schiff
🏠 Haus: zuhause
🏢 Büro: gebäude arbeit
⛺ Zelt: camping
🏔️ Berg: schnee
🏖️ Strand: urlaub
🗺️ Karte: reise
💻 Laptop: computer arbeit
🖥️ Rechner: bildschirm computer
⌨️ Tastatur: tippen
🖱️ Computermaus: klick
📱 Handy: mobil
☎️ Telefon: anruf
🔋 Batterie: strom akku
🔌 Stecker: strom
💾 Diskette: speichern
📷 Kamera: bild foto
📺 Fernseher: bildschirm
🔍 Lupe: suchen finden
💡 Glühbirne: idee
🔦 Taschenlampe: licht
📖 offenes Buch: lesen
📚 Bücher: lesen lernen
📝 Notiz: schreiben
✏️ Stift: schreiben bearbeiten
📌 Reißzwecke: wichtig
📎 Büroklammer: anhang
✂️ Schere: schneiden
📅 Kalender: datum termin
📈 Kurve steigt: wachstum diagramm
📉 Kurve fällt: verlust diagramm
📊 Balkendiagramm: statistik
📦 Paket: kiste liefern
📬 Briefkasten: post
✉️ Umschlag: mail brief
🔒 Schloss: sicher privat
🔓 offenes Schloss: frei
🔑 Schlüssel: passwort
🔨 Hammer: werkzeug bauen
🔧 Schraubenschlüssel: werkzeug reparieren
⚙️ Zahnrad: einstellungen
🧰 Werkzeugkasten: reparieren
🧪 Reagenzglas: experiment test
🔬 Mikroskop: forschung
💊 Pille: medizin
🩹 Pflaster: flicken
🧹 Besen: putzen aufräumen
🗑️ Mülleimer: löschen abfall
🧯 Feuerlöscher: feuer notfall
⏰ Wecker: zeit aufstehen
⌛ Sanduhr: warten zeit
💰 Geldsack: reich
💎 Edelstein: diamant
🔔 Glocke: meldung
📣 Megafon: ankündigung
✅ Häkchen: fertig ja ok erledigt
✔️ Haken: fertig ja
❌ Kreuz: nein falsch
❓ Fragezeichen: was
❗ Ausrufezeichen: wichtig
⚠️ Warnung: vorsicht
🚧 Baustelle: in arbeit
⛔ Einfahrt verboten: stopp
🚫 verboten: nein
🛑 Stoppschild: halt
🆗 okay: gut ok
🆕 neu: frisch
🆒 cool: schön
🆘 Notruf: hilfe sos
➕ plus: hinzufügen
➖ minus: weniger
➡️ Pfeil nach rechts: weiter
⬅️ Pfeil nach links: zurück
⬆️ Pfeil nach oben: hoch
⬇️ Pfeil nach unten: runter
🔄 Pfeile im Kreis: neu laden noch einmal
🔁 wiederholen: schleife
♻️ Recycling: wiederverwenden
🔗 Verknüpfung: kette link
🔴 roter Kreis: stopp
🟡 gelber Kreis: warten
🟢 grüner Kreis: los
🔵 blauer Kreis: punkt
⚪ weißer Kreis: punkt
⚫ schwarzer Kreis: punkt
1️⃣ eins: zahl erstens
2️⃣ zwei: zahl zweitens
3️⃣ drei: zahl drittens
4️⃣ vier: zahl
5️⃣ fünf: zahl
♾️ unendlich: endlos
💬 Sprechblase: reden kommentar
💭 Gedankenblase: denken
🏁 Zielflagge: ende ziel
🚩 rote Fahne: problem
🏳️ weiße Fahne: aufgeben
🏴‍☠️ Piratenflagge: totenkopf
🏳️‍🌈 Regenbogenfahne: stolz
`;
