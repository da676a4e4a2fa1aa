"""The outlets that are known by name: for each its canonical name, other names, and sites."""

from __future__ import annotations

_ALIAS_LINES = """
South China Morning Post|SCMP|scmp.com
The New York Times|NYT|NY Times|N.Y. Times|New York Times|nytimes.com|nyti.ms
The Wall Street Journal|WSJ|wsj.com|on.wsj.com
The Washington Post|WaPo|washingtonpost.com|wapo.st
Associated Press|美联社|أسوشيتد برس|AP|The AP|AP News|apnews.com|The Associated Press
Agence France-Presse|AFP|Agence France Presse|afp.com|法新社|فرانس برس
Reuters|Thomson Reuters|Reuters News Agency|reuters.com|reut.rs|Рейтер|رويترز|路透社|로이터|ロイター
Bloomberg|Bloomberg News|bloomberg.com|bloom.bg
Yonhap|Yonhap News Agency|Yonhap News|yna.co.kr|yonhapnews.co.kr|연합뉴스|韩联社|聯合ニュース
Xinhua|Xinhua News Agency|New China News Agency|xinhuanet.com|news.cn|新华社|新華社|شينخوا|신화통신
TASS|ITAR-TASS|tass.com|tass.ru|ТАСС|ИТАР-ТАСС
RIA Novosti|RIA|ria.ru|РИА Новости|РИА «Новости»
Interfax|interfax.ru|Интерфакс
dpa|Deutsche Presse-Agentur|DPA International|dpa-AFX
APA|Austria Presse Agentur|apa.at
EFE|Agencia EFE|EFE News|efe.com
ANSA|ansa.it
Kyodo|Kyodo News|kyodonews.net|共同通信|共同社
Jiji Press|Jiji|jiji.com
CCTV|China Central Television|央视|央视新闻|中央电视台|cctv.com
CGTN|China Global Television Network|cgtn.com
KCNA|Korean Central News Agency|kcna.kp
KBS|Korean Broadcasting System|kbs.co.kr
MBC|Munhwa Broadcasting Corporation
SBS|Seoul Broadcasting System
YTN|ytn.co.kr
NHK|NHK World|nhk.or.jp
BBC|BBC News|British Broadcasting Corporation|bbc.co.uk|bbc.com|bbc.in|Би-би-си
CNN|Cable News Network|CNN International|cnn.com|cnn.it
Al Jazeera|Al Jazeera English|Al Jazeera Online|AJE|aljazeera.com|الجزيرة|Al-Jazeera|Aljazeera
Al Arabiya|alarabiya.net|العربية
HuffPost|Huffington Post|The Huffington Post|HuffPo|huffingtonpost.com|huffpost.com
Fox News|Fox|Fox News Channel|FoxNews|foxnews.com|FNC
NBC News|NBC|nbcnews.com
MSNBC|msnbc.com
CNBC|cnbc.com
ABC News|ABC|abcnews.go.com|abcnews.com
CBS News|CBS|cbsnews.com
CBC|CBC News|Canadian Broadcasting Corporation|cbc.ca
PBS|PBS NewsHour|pbs.org
NPR|National Public Radio|npr.org
C-SPAN|c-span.org
USA Today|usatoday.com
Los Angeles Times|LA Times|L.A. Times|latimes.com
Chicago Tribune|chicagotribune.com
The Boston Globe|bostonglobe.com
San Francisco Chronicle|sfchronicle.com
The Philadelphia Inquirer|inquirer.com
Miami Herald|miamiherald.com
New York Post|NY Post|N.Y. Post|nypost.com
New York Daily News|NYDN|nydailynews.com
The Guardian|Guardian|theguardian.com|guardian.co.uk
The Observer|observer.com
The Independent|independent.co.uk
The Daily Telegraph|The Telegraph|Telegraph|telegraph.co.uk
The Times|The Times of London|thetimes.co.uk|thetimes.com
The Sunday Times|thesundaytimes.co.uk
Financial Times|FT|The FT|ft.com
The Economist|economist.com
Daily Mail|MailOnline|Mail Online|dailymail.co.uk
Daily Mirror|The Mirror|mirror.co.uk
The Sun|thesun.co.uk
Sky News|news.sky.com|sky.com
ITV News|ITV|itv.com
Evening Standard|standard.co.uk
The Irish Times|irishtimes.com
RTÉ|RTE|rte.ie
Politico|politico.com|politico.eu
Axios|axios.com
The Hill|thehill.com
Vox|vox.com
BuzzFeed News|BuzzFeed|buzzfeednews.com|buzzfeed.com
Breitbart|Breitbart News|breitbart.com
The Daily Beast|thedailybeast.com
The Daily Caller|dailycaller.com
The Atlantic|theatlantic.com
The New Yorker|newyorker.com
New York Magazine|nymag.com
Newsweek|newsweek.com
Time|TIME magazine|Time Magazine|time.com
People|People magazine|people.com
Us Weekly|usmagazine.com
In Touch|In Touch Weekly|intouchweekly.com
TMZ|tmz.com
E! News|eonline.com
Rolling Stone|rollingstone.com
Variety|variety.com
The Hollywood Reporter|hollywoodreporter.com
Forbes|forbes.com
Fortune|fortune.com
Business Insider|businessinsider.com
Quartz|qz.com
Slate|slate.com
Salon|salon.com
ProPublica|propublica.org
The Intercept|theintercept.com
Wired|wired.com
The Verge|theverge.com
TechCrunch|techcrunch.com
Ars Technica|arstechnica.com
ESPN|espn.com
UPI|United Press International|upi.com
McClatchy|mcclatchydc.com
Yahoo News|news.yahoo.com|yahoo.com
Voice of America|VOA|voanews.com
Radio Free Asia|RFA|rfa.org
Radio Free Europe|RFE/RL|Radio Free Europe/Radio Liberty|rferl.org|Радио Свобода
Deutsche Welle|DW|dw.com
Der Spiegel|Spiegel|Spiegel Online|spiegel.de
Die Zeit|zeit.de
Süddeutsche Zeitung|Süddeutschen Zeitung|SZ|sueddeutsche.de
Frankfurter Allgemeine Zeitung|Frankfurter Allgemeinen Zeitung|FAZ|Frankfurter Allgemeine|faz.net
Die Welt|welt.de
Bild|Bild-Zeitung|bild.de
Handelsblatt|handelsblatt.com
Tagesschau|ARD|tagesschau.de
ZDF|zdf.de
ORF|orf.at
Der Standard|derstandard.at
Die Presse|diepresse.com
Kurier|kurier.at
Neue Zürcher Zeitung|Neuen Zürcher Zeitung|NZZ|nzz.ch
Le Monde|lemonde.fr
Le Figaro|lefigaro.fr
Libération|liberation.fr
Le Parisien|leparisien.fr
France 24|france24.com
RFI|Radio France Internationale|rfi.fr
BFMTV|BFM TV|bfmtv.com
Le Soir|lesoir.be
El País|elpais.com
El Mundo|elmundo.es
ABC (España)|abc.es
La Vanguardia|lavanguardia.com
Europa Press|europapress.es
El Universal|eluniversal.com.mx
Clarín|clarin.com
La Nación|lanacion.com.ar
Televisa|televisa.com
Telesur|teleSUR|telesurtv.net
La Repubblica|repubblica.it
Corriere della Sera|corriere.it
Folha de S.Paulo|Folha|folha.uol.com.br
O Globo|oglobo.globo.com
RT|Russia Today|rt.com
Sputnik|Sputnik News|sputniknews.com
Kommersant|kommersant.ru|Коммерсант|Коммерсантъ|Ъ
Vedomosti|vedomosti.ru|Ведомости|Ведомостей|Ведомостям
RBC|rbc.ru|РБК
Izvestia|iz.ru|Известия|Известий|Известиям
Novaya Gazeta|novayagazeta.ru|Новая газета|Новой газеты|Новой газете
Meduza|meduza.io|Медуза
Lenta.ru|lenta.ru|Лента.ру|Ленты.ру|Ленте.ру
Gazeta.Ru|gazeta.ru|Газета.Ru
Rossiyskaya Gazeta|rg.ru|Российская газета|Российской газеты|Российской газете
Komsomolskaya Pravda|kp.ru|Комсомольская правда
Ukrinform|ukrinform.net|Укринформ
UNIAN|unian.net|УНИАН
The Kyiv Independent|kyivindependent.com
Anadolu Agency|Anadolu|Anadolu Ajansı|aa.com.tr
Hürriyet|hurriyet.com.tr|Hurriyet Daily News
IRNA|Islamic Republic News Agency|irna.ir
Fars News Agency|Fars|farsnews.ir
SANA|Syrian Arab News Agency|sana.sy
WAFA|wafa.ps
Haaretz|haaretz.com
The Jerusalem Post|jpost.com
The Times of Israel|timesofisrael.com
Press Trust of India|PTI|ptinews.com
ANI|Asian News International|aninews.in
IANS|Indo-Asian News Service|ians.in
The Times of India|TOI|timesofindia.indiatimes.com
The Hindu|thehindu.com
Hindustan Times|hindustantimes.com
The Indian Express|indianexpress.com
NDTV|ndtv.com
Dawn|dawn.com
Antara|antaranews.com
The Straits Times|straitstimes.com
Channel NewsAsia|CNA|channelnewsasia.com
Bangkok Post|bangkokpost.com
Nikkei|Nikkei Asia|Nihon Keizai Shimbun|nikkei.com
Asahi Shimbun|The Asahi Shimbun|asahi.com
Yomiuri Shimbun|The Yomiuri Shimbun|Yomiuri|yomiuri.co.jp
Mainichi Shimbun|Mainichi|mainichi.jp
The Japan Times|japantimes.co.jp
The Korea Times|koreatimes.co.kr
The Korea Herald|koreaherald.com
Chosun Ilbo|The Chosun Ilbo|chosun.com
JoongAng Ilbo|Korea JoongAng Daily|joongang.co.kr
Dong-A Ilbo|The Dong-A Ilbo|donga.com
Hankyoreh|The Hankyoreh|hani.co.kr
Global Times|globaltimes.cn|环球时报
People's Daily|people.com.cn|人民日报
China Daily|chinadaily.com.cn
The Paper|thepaper.cn
Caixin|caixinglobal.com
Taipei Times|taipeitimes.com
The Standard (HK)|thestandard.com.hk
Rappler|rappler.com
AAP|Australian Associated Press|aap.com.au
The Sydney Morning Herald|SMH|smh.com.au
The Age|theage.com.au
The Australian|theaustralian.com.au
The New Zealand Herald|NZ Herald|nzherald.co.nz
The Canadian Press|thecanadianpress.com
The Globe and Mail|theglobeandmail.com
Toronto Star|thestar.com
Al-Ahram|Ahram Online|ahram.org.eg
Arab News|arabnews.com
The National|thenationalnews.com
News24|news24.com
AllAfrica|allafrica.com
SwissInfo|swissinfo.ch
ANP|anp.nl
Belga|belga.be
TT|TT News Agency|Tidningarnas Telegrambyrå
NTB|Norsk Telegrambyrå|ntb.no
Ritzau|ritzau.com
PAP|Polish Press Agency|pap.pl
CTK|Czech News Agency|ČTK|ctk.cz
MTI|mti.hu
BTA|Bulgarian News Agency|bta.bg
Agerpres|agerpres.ro
Lusa|lusa.pt
Semafor|semafor.com
The Information|theinformation.com
Punchbowl News|punchbowl.news
The Athletic|theathletic.com
Barron's|barrons.com
MarketWatch|marketwatch.com
Vanity Fair|vanityfair.com
The Moscow Times|themoscowtimes.com
The Insider|theins.ru
Nine News|9news.com.au
The Kyiv Post|Kyiv Post|kyivpost.com
La Stampa|lastampa.it
Il Sole 24 Ore|ilsole24ore.com
Adnkronos|adnkronos.com
Il Messaggero|ilmessaggero.it
RTL|rtl.de
Deutschlandfunk|deutschlandfunk.de
L'Équipe|lequipe.fr
France Info|Franceinfo|francetvinfo.fr
Público|publico.pt
Expresso|expresso.pt
Bernama|bernama.com
JTBC|jtbc.co.kr
Sina|sina.com.cn
The Daily Star|thedailystar.net
Premium Times|premiumtimesng.com
Daily Nation|nation.africa
De Telegraaf|telegraaf.nl
NRC|nrc.nl
De Volkskrant|volkskrant.nl
Dagens Nyheter|dn.se
Aftenposten|aftenposten.no
Gazeta Wyborcza|wyborcza.pl
"""

ALIAS_ROWS: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split("|")) for line in _ALIAS_LINES.strip().splitlines()
)
"""Rows of names for one outlet; the first is the canonical one."""
