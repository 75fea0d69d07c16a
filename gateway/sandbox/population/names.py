"""Names of the made-up learners by origin, commonest first."""

from dataclasses import dataclass

from gateway.sandbox.population.draw import Weighted, by_rank, mixed
from gateway.sandbox.population.spelling import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The names of one origin."""

    origin: str
    male: Weighted[str]
    female: Weighted[str]
    family: Weighted[str]

    def given(self, gender: str) -> Weighted[str]:
        """Return the given names of this gender."""
        return self.male if gender == "1" else self.female

    def has(self, given: str, gender: str) -> bool:
        """Return whether the last given name is of this origin."""
        return given.rsplit(maxsplit=1)[-1] in self.given(gender).things or given in self.given(gender).things


MOHAMMED = ("Mohammed", "Muhammad", "Mohammad")


def words_of(given: str) -> frozenset[str]:
    """Return the words that siblings' names never share by chance.

    Different spellings are one word: Muhammad and Mohammed, Inés and Inês. Nobody calls twins Yan and Wing Yan.
    Brothers who share the first of two names are drawn on purpose.
    """
    return frozenset(MOHAMMED[0] if word in MOHAMMED else plain(word).lower() for word in given.split())


def _listed(text: str) -> list[str]:
    return [name.replace("_", " ") for name in text.split()]


_ENGLISH_MALE = _listed(
    """
    Jack Thomas James Daniel Joshua Oliver William Harry Matthew Joseph Luke Samuel Benjamin George Adam Alexander
    Christopher Michael David Andrew Ryan Jacob Lewis Liam Callum Jake Nathan Charlie Alfie Ethan Oscar Max Leo Henry
    Archie Edward Robert Richard John Paul Mark Stephen Simon Peter Anthony Kevin Gary Ian Jonathan Nicholas Timothy
    Philip Martin Darren Lee Jason Stuart Craig Scott Dean Wayne Carl Aaron Jordan Kieran Connor Bradley Kyle Ashley
    Dominic Toby Elliot Louis Reece Tyler Brandon Cameron Jamie Sebastian Theo Felix Hugo Freddie Frederick Arthur
    Albert Stanley Ronald Kenneth Brian Derek Graham Keith Trevor Neil Barry Nigel Raymond Dennis Terence Leslie
    Francis Patrick Vincent Gregory Duncan Marcus Julian Adrian Russell Roger Gerald Malcolm Geoffrey Howard Alan
    Douglas Hayden Jayden Kayden Zachary Isaac Noah Logan Mason Riley Jude Finley Reuben Gabriel Rory Ellis Spencer
    Corey Curtis Damian Danny Joel Leon Lucas Miles Rhys Robin Ross Sean Shane Shaun Warren Zak
    """
)
_ENGLISH_FEMALE = _listed(
    """
    Emily Chloe Jessica Sophie Charlotte Olivia Lucy Hannah Megan Rebecca Lauren Amy Emma Ella Grace Katie Bethany
    Georgia Molly Abigail Eleanor Amelia Isabella Lily Ellie Mia Holly Leah Daisy Sarah Laura Rachel Samantha Victoria
    Natalie Danielle Stephanie Nicola Claire Louise Michelle Lisa Karen Susan Julie Jacqueline Deborah Tracey Sharon
    Helen Joanne Alison Amanda Andrea Angela Caroline Catherine Christine Elizabeth Jane Janet Jennifer Kathleen
    Kelly Kimberley Kirsty Linda Margaret Maria Mary Melanie Patricia Paula Philippa Rosemary Ruth Sally Sandra
    Sheila Teresa Tina Vanessa Wendy Yvonne Zoe Alexandra Alice Annabel Beatrice Caitlin Cassandra Charley Courtney
    Eliza Erin Esme Eva Evie Faith Florence Francesca Freya Gabrielle Gemma Georgina Harriet Imogen Isabel Isla Ivy
    Jade Jasmine Jemma Jodie Josephine Kayleigh Lydia Madeleine Maisie Martha Matilda Maya Millie Naomi Niamh Paige
    Penelope Phoebe Poppy Rose Rosie Ruby Scarlett Shannon Sienna Sophia Summer Tamsin Tara Tilly Toni Anna Anne Ann
    Hayley Kayla Layla Elsie Hollie Carly Carla Leanne Rochelle Shelley Skye Stacey Tanya Willow Zara
    """
)
_ENGLISH_FAMILY = _listed(
    """
    Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green
    Hall Wood Jackson Clarke Clark Hughes Edwards Harris Lewis Martin Cooper Hill Ward Turner Moore Morris King Baker
    Harrison Watson Allen Parker Young Phillips Lee Mitchell Bennett James Carter Richardson Cook Shaw Collins Bailey
    Bell Cox Adams Marshall Simpson Price Anderson Gray Miller Rogers Davis Chapman Mason Webb Ellis Foster Hunt Mills
    Palmer Barnes Knight Lloyd Butler Russell Stevens Holmes Jenkins Barker Dixon Fisher Harvey Fletcher Pearson
    Graham Howard Andrews Reynolds Elliott Ford Fox Saunders West Payne Pearce Day Brooks Hudson Lawrence Walsh Dean
    Cole Atkinson Matthews Ball Bradley Rose Spencer Burton Booth Wells Grant Hart Knowles Watts Barrett Armstrong
    Hawkins Perry Carr Gibson Robertson Stephens Page Berry Austin Poole Gilbert Harper Dawson Nicholls Cross Porter
    Lane Long Bird Hewitt Hayes Black Gill Webster Reed Read Reid Bishop Rowe Gardner Freeman Cunningham Chambers
    Goodwin Warren Franklin Bates Bond Lowe Willis Higgins Nicholson Woods Newman Jordan Byrne Hopkins Arnold Parsons
    Sutton Hardy Oliver Potter Wallace May Newton Osborne Sharp Sharpe Buckley Lawson Stone Nash Barton Sanders Kemp
    Coleman Moss Hunter Frost Winter Summers Goddard Hancock Norton Burke Skinner Swift Peacock Sparrow Pickering
    Thorpe Whittaker Whitaker Greenwood Ashworth Haigh Sykes Crabtree Ackroyd Sutcliffe Butterworth Entwistle Duckworth
    Fairclough Hargreaves Pilkington Ramsbottom Shuttleworth Tattersall Turton Unsworth Winstanley Trelawney Penrose
    Tregenza Polglase Trevithick Pascoe Nance Hocking Rickard Boyle Doyle Baldock Batty Bloggs Catchpole Cheeseman
    Dearden Eastwood Featherstone Garside Heseltine Illingworth Jessop Kershaw Lockwood Metcalfe Naylor Oldroyd
    Priestley Quarmby Rushworth Schofield Tordoff Umpleby Varley Wadsworth Yardley
    """
)
_PLACES_BEGIN = _listed(
    """
    Ash Beck Birch Brad Bram Brank Brough Burn Carl Chad Clay Cleve Cran Crom Dal Den Elm Fair Farn Ful Gars Glad
    Grim Hal Har Hath Hazel Hol Hors Hurst Kel King Lang Ley Lin Lough Lut Mal Mar Mel Mid New North Oak Old Pem
    Pen Rad Raven Ruth Sand Sed Shel Ship Sil Stan Sted Stock Sunder Swin Tad Thorn Thur Tun Wal Wake Ware Wat Wel
    Wes Whit Wig Win Wool Worth Yard
    """
)
_PLACES_END = _listed(
    """
    ton ford ley worth ham well wood field bury by den dale shaw stead hurst bourne combe mere gate man croft brook
    ridge thorpe wick
    """
)
_ENGLISH_RARE = [begin + end for end in _PLACES_END for begin in _PLACES_BEGIN]

_SCOTTISH_MALE = _listed(
    """
    Jack Lewis James Callum Ryan Cameron Liam Jamie Kyle Matthew Fraser Andrew Finlay Rory Angus Hamish Alasdair
    Ewan Euan Iain Calum Craig Gregor Struan Murray Stuart Duncan Malcolm Kenneth Donald Archie Logan Blair Ross
    Scott Alistair Gordon Graeme Innes Lachlan Ruaridh Fergus Douglas Robbie Keir
    """
)
_SCOTTISH_FEMALE = _listed(
    """
    Emma Sophie Amy Rebecca Isla Eilidh Kirsty Ailsa Mhairi Catriona Fiona Morag Shona Iona Skye Heather Lorna
    Rhona Mairi Morven Kirsten Lesley Elspeth Jean Isobel Isabel Aileen Moira Sheena Una Beth Erin Niamh Abbie
    Rachael Rachel Nicole Holly Rowan Ishbel Senga Flora Effie Maisie Freya
    """
)
_SCOTTISH_FAMILY = _listed(
    """
    Smith Brown Wilson Campbell Stewart Robertson Thomson Anderson Scott MacDonald Reid Murray Clark Taylor Ross
    Young Paterson Watson Mitchell Fraser Morrison Walker Davidson Graham McDonald Miller Kerr Bell Henderson Simpson
    Hamilton Gray Ferguson Johnston Duncan Martin Hunter Allan Grant Mackenzie McKenzie MacLeod McLeod Hughes
    Cameron Black Kelly Sutherland Gibson Wallace MacKay McKay Craig Boyd Burns Christie Cunningham Crawford Douglas
    Donaldson Gordon Innes Jamieson Kennedy Lindsay Marshall McIntosh McIntyre McGregor McLean MacLean McMillan
    McAllister McBride Muir Munro Ogilvie Ramsay Rennie Sinclair Strachan Urquhart Wishart Buchanan Carmichael
    Dalgleish Farquharson Galbraith Geddes Haldane Kirkpatrick Laidlaw Moffat Nairn Oliphant Pringle Rutherford
    Shearer Tennant Wemyss McCulloch McEwan McFarlane McGowan McKinnon McNeil McPherson McQueen McTavish
    """
)

_IRISH_MALE = _listed(
    """
    Conor Sean Patrick Ciaran Declan Niall Cormac Eoin Oisin Fionn Cillian Darragh Ruairi Shane Brendan Kieran Aidan
    Donal Cathal Padraig Tadhg Lorcan Eamon Diarmuid Finbar Colm Rory Liam Brian Kevin Michael John James Daniel
    Seán Séamus Rónán Dáire Óisín Fergal Gerard Dermot Malachy
    """
)
_IRISH_FEMALE = _listed(
    """
    Aoife Niamh Ciara Saoirse Sinead Siobhan Orla Roisin Caoimhe Grainne Maeve Aisling Eimear Deirdre Nuala Brigid
    Bridget Mary Kathleen Clodagh Dearbhla Fionnuala Una Oonagh Eilis Maire Clare Emma Sarah Aine Muireann Sorcha
    Shauna Bronagh Róisín Sinéad Siobhán Áine Gráinne Caitríona Eithne Noreen
    """
)
_IRISH_FAMILY = _listed(
    """
    Murphy Kelly O'Sullivan Walsh Smith O'Brien Byrne Ryan O'Connor O'Neill O'Reilly Doyle McCarthy Gallagher
    O'Doherty Kennedy Lynch Murray Quinn Moore McLoughlin O'Carroll Connolly Daly O'Connell Wilson Dunne Brennan Burke
    Collins Campbell Clarke Johnston Hughes O'Farrell Fitzgerald Brown Martin Maguire Nolan Flynn Thompson
    O'Callaghan O'Donnell Duffy O'Mahony Boyle Healy O'Shea White Sweeney Hayes Kavanagh Power McGrath Moran Brady
    Stewart Casey Foley Fitzpatrick O'Leary McDonnell MacMahon Donnelly Regan Donovan Burns Flanagan Mullan Barry
    Kane Robinson Cunningham Griffin Kenny Sheehan Ward Whelan Lyons Reid Graham Higgins Cullen Keane King Maher
    McKenna Bell Scott Hogan O'Keeffe Magee McNamara McDonald McDermott Moloney O'Rourke Buckley O'Dwyer O'Hara
    O'Grady McAteer McElhinney McGuinness McCann McCabe Devlin Toner Rafferty Loughran Hegarty Friel
    """
)

_WELSH_MALE = _listed(
    """
    Rhys Dafydd Gareth Owain Huw Dylan Evan Ieuan Iwan Dewi Siôn Gethin Llŷr Aled Emyr Gruffudd Tomos Osian Macsen
    Cai Elis Harri Ifan Steffan Gwilym Geraint Alun Bryn Emrys Meirion Idris Ioan Iestyn Elgan Hywel Ithel Deiniol
    Trystan Morgan Caradog Guto Rhodri Illtyd Gwyn Glyn Arwel Eifion Jac Tudur Lloyd David Thomas John William
    """
)
_WELSH_FEMALE = _listed(
    """
    Megan Siân Carys Cerys Rhiannon Bethan Ffion Catrin Angharad Nia Lowri Mari Seren Efa Elin Gwen Eleri Nerys
    Sioned Llinos Heledd Mererid Non Lleucu Branwen Gwenllian Myfanwy Delyth Eirlys Glenys Menna Olwen Tegwen Enfys
    Mali Cadi Anwen Awen Betsan Elen Ceri Hâf Mair Mabli Nest Tesni Emma Sarah Rebecca Laura
    """
)
_WELSH_FAMILY = _listed(
    """
    Jones Davies Williams Evans Thomas Roberts Hughes Lewis Morgan Griffiths Edwards Owen James Rees Price Morris
    Richards Lloyd Phillips Parry Powell Jenkins Harris Ellis Watkins Bowen Howells Llewellyn Pugh Hopkins Harries
    Rowlands Humphreys Owens Prosser Pritchard Preece Bevan Vaughan Gwyn Gruffydd Tudur Glyndŵr Llywelyn Eynon
    Cadwaladr Beynon Bebb Breeze Craddock Duggan Gittins Gwynne Hopcyn Idris Jarman Kyffin Madoc Maddocks Meredith
    Meyrick Mostyn Nash Penry Probert Rhydderch Roderick Sayce Trahearn Tudor Yorath ap_Rhys ap_Iwan ap_Dafydd
    ap_Gwilym
    """
)

_MUSLIM_MALE = _listed(
    """
    Mohammed Muhammad Mohammad Ali Ahmed Abdul Imran Hamza Ibrahim Yusuf Bilal Usman Omar Hassan Hussain Zain Adil
    Aamir Amir Asif Faisal Farhan Haroon Haider Idris Ismail Junaid Kamran Khalid Mahmood Mustafa Nadeem Naveed Osman
    Qasim Rafiq Rashid Rizwan Saad Sajid Salman Shahid Shoaib Tariq Umar Waqas Wasim Yasin Zahid Zubair Abdullah
    Mohammed_Ali Mohammed_Hamza Mohammed_Yusuf Muhammad_Ibrahim Mohammed_Bilal Muhammad_Zain Mohammad_Usman Rahim
    Rafi Rehan Ayaan Zayan Musa Isa Dawud Sulaiman Anwar Arif
    """
)
_MUSLIM_FEMALE = _listed(
    """
    Fatima Aisha Ayesha Zainab Maryam Khadija Amina Hafsa Safiya Sumaya Noor Nadia Sana Sara Saima Samina Shazia Sadia
    Rabia Rukhsana Rehana Parveen Nasreen Nazia Naila Mehwish Mariam Madiha Laiba Kiran Iqra Hina Hira Humaira Farah
    Farzana Bushra Asma Anam Alina Aliza Zara Zoya Yasmin Tahira Tayyaba Shabana Salma Ruqayyah Halima
    """
)
_MUSLIM_FAMILY = _listed(
    """
    Khan Ahmed Hussain Ali Begum Akhtar Mohammed Shah Miah Rahman Islam Chowdhury Iqbal Mahmood Malik Hassan Bibi
    Uddin Mirza Butt Sheikh Sharif Aslam Rashid Choudhury Choudhry Qureshi Raja Siddiqui Hussein Ahmad Khatun Khanom
    Ullah Alam Hoque Haque Kazi Talukdar Sarkar Mia Mahmud Younis Yousaf Zaman Ansari Baig Bashir Dar Farooq Ghafoor
    Hanif Javed Kausar Latif Munir Nawaz Parveen Rafiq Saleem Tahir Waheed Yaqub Zafar Abbasi Bhatti Gondal Janjua
    """
)
_INDIAN_MALE = _listed(
    """
    Arjun Amit Rahul Rohan Raj Sanjay Vikram Aarav Karan Jaspal Harpreet Gurpreet Amarjit Balraj Manjit Ranjit Sukhdev
    Jagdeep Kuldip Harjit Inderjit Aryan Dev Dhruv Hitesh Jignesh Kishan Krishna Mahesh Manish Mitesh Nikhil Paresh
    Pradeep Prakash Rakesh Ravi Sachin Sandeep Suresh Sunil Vijay Vinod Vivek Anand Arun Bhavesh Chirag Dinesh Ganesh
    """
)
_INDIAN_FEMALE = _listed(
    """
    Priya Anjali Simran Jasmine Kiran Harpreet Gurpreet Amarjit Manjit Ranjit Jaspreet Navdeep Sukhvinder Balvinder
    Kulwinder Parminder Rajinder Surinder Aarti Anita Asha Bhavna Deepa Divya Geeta Hema Isha Jyoti Kavita Lakshmi
    Meena Meera Neha Nisha Pooja Radha Reena Rekha Roshni Sangeeta Seema Shilpa Shreya Sonal Sunita Swati Trupti Usha
    """
)
_INDIAN_FAMILY = _listed(
    """
    Patel Singh Kaur Shah Sharma Gill Kumar Sandhu Dhillon Sidhu Bains Mistry Desai Chauhan Joshi Mehta Parmar Gupta
    Verma Reddy Nair Iyer Menon Pillai Das Ghosh Banerjee Mukherjee Chatterjee Sen Bose Dutta Roy Modi Lad Solanki
    Rathod Vaghela Thakkar Trivedi Pandya Bhatt Amin Rana Johal Grewal Atwal Dosanjh Purewal Sahota Sangha Mann Virdee
    Bhogal Matharu Sagoo
    """
)

_POLISH_MALE = _listed(
    """
    Jakub Piotr Krzysztof Andrzej Tomasz Paweł Michał Marcin Jan Mateusz Łukasz Adam Marek Kacper Szymon Filip Wojciech
    Bartosz Dawid Kamil Grzegorz Rafał Mariusz Dariusz Sebastian Maciej Oskar Igor Wiktor Antoni Franciszek Stanisław
    Zbigniew Jerzy Ryszard Dominik Patryk Hubert Przemysław Radosław Zdzisław Bogusław
    """
)
_POLISH_FEMALE = _listed(
    """
    Julia Anna Katarzyna Agnieszka Małgorzata Maja Zuzanna Magdalena Aleksandra Natalia Wiktoria Oliwia Monika Joanna
    Ewa Karolina Paulina Martyna Weronika Gabriela Dorota Beata Iwona Kinga Alicja Patrycja Sylwia Izabela Justyna
    Barbara Elżbieta Krystyna Danuta Jadwiga Zofia Hanna Lena Amelia Nikola Antonina
    """
)
_POLISH_FAMILY = _listed(
    """
    Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski
    Jankowski Mazur Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski Michalski Król Wieczorek
    Jabłoński Wróbel Nowakowski Majewski Olszewski Stępień Malinowski Jaworski Adamczyk Dudek Nowicki Pawlak Górski
    Witkowski Walczak Sikora Baran Rutkowski Michalak Szewczyk Ostrowski Tomaszewski Pietrzak Zalewski Wróblewski
    Marciniak Jasiński Zawadzki Bąk Jakubowski Sadowski Duda Włodarczyk Wilk Chmielewski Borkowski
    """
)

_YORUBA_MALE = _listed(
    """
    Oluwaseun Oluwatobi Ayodele Babatunde Olumide Adebayo Tunde Femi Segun Kunle Kayode Temitope Oluwafemi Adeyemi
    Damilola Ayomide Olamide Tobiloba Oluwadamilare Emmanuel Samuel David Daniel Joshua Michael Adewale Akinola
    Ademola Olakunle Olusegun Oladipo Gbenga Dapo Jide Rotimi Sola Wale Yinka Idowu Taiwo Kehinde
    """
)
_YORUBA_FEMALE = _listed(
    """
    Oluwaseyi Temitope Folake Funmilayo Yetunde Titilayo Bukola Omolara Adenike Abimbola Oluwatosin Ayomide Damilola
    Simisola Toluwani Moyosore Ibukun Eniola Anuoluwapo Morenike Bolanle Ronke Sade Folasade Olayinka Modupe Iyabo
    Esther Deborah Grace Mary Blessing Victoria Elizabeth Taiwo Kehinde Idowu Kemi Tope Bisi
    """
)
_YORUBA_FAMILY = _listed(
    """
    Adeyemi Adebayo Okafor Ogunleye Adewale Oladele Oyelowo Akinola Adekunle Olatunji Balogun Afolabi Ogunbanjo
    Adeleke Oyedele Ojo Ajayi Bankole Falana Fashola Olawale Olaniyan Onifade Oyebanjo Oshodi Adesanya Adeniyi
    Adegoke Aderibigbe Adeola Akande Akinyemi Alabi Arowolo Awolowo Ayodele Babalola Bamidele Bello Coker Dada
    Durojaiye Egbeyemi Fagbenle Fadipe Gbadamosi Idowu Ige Ilesanmi Kolawole Lawal Mustapha Odunsi Ogundipe Okunola
    Olowe Olusanya Omotayo Opeyemi Osinowo Owolabi Oyinlola Popoola Salako Sanusi Shittu Soyinka Taiwo Williams Yusuf
    """
)

_EUROPEAN_MALE = _listed(
    """
    José André João Luís António Miguel Rui Tiago Diogo Pedro Nuno Paulo Andrei Ștefan Alexandru Mihai Ionuț Cătălin
    Răzvan Florin François Jérôme Mathéo Loïc Benoît Björn Jörg Jürgen Günther Søren Jesús Ángel Álvaro Iván Óscar
    Martín Mehmet Mustafa Emre Çağlar Ömer İbrahim Oğuz Tomáš Lukáš Matěj Jiří László István Zoltán Marco Giuseppe
    Luca Matteo Giovanni Nicolò
    """
)
_EUROPEAN_FEMALE = _listed(
    """
    María Inês Beatriz Mónica Conceição Lúcia Andreea Mihaela Ioana Mădălina Ștefania Elena Gabriela Chloé Zoé Amélie
    Hélène Aurélie Noémie Céline Françoise Björk Anaïs Jutta Käthe Sofía Lucía Begoña Ángela Inés Zeynep Ayşe Özlem
    Gülşen Çiğdem Tereza Kateřina Lenka Zsófia Ágnes Giulia Francesca Chiara Alessia Martina Noèlia
    """
)
_EUROPEAN_FAMILY = _listed(
    """
    García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Martín Jiménez Hernández Muñoz Álvarez
    Núñez Silva Santos Ferreira Pereira Oliveira Gonçalves Conceição Magalhães Simões Brandão da_Silva de_Sousa
    dos_Santos Popescu Ionescu Dumitrescu Rădulescu Ștefănescu Mureșan Țurcanu Lefèvre Léger Désiré Françoise Dubois
    Beauchêne de_la_Cruz de_Oliveira Müller Schäfer Köhler Weiß Großmann Jørgensen Sørensen Ångström Yılmaz Şahin
    Öztürk Çelik Doğan Güneş Dvořák Černý Novák Horváth Szabó Kovács Rossi Esposito Di_Stefano D'Angelo Lo_Presti
    van_den_Berg van_Dijk
    """
)

_CHINESE_MALE = _listed(
    """
    Wei Jun Ming Chi_Wai Ka_Ho Kin Tsz_Hin Jiahao Yichen Haoran Zihan Kevin Jason Daniel Chun_Kit Wing_Fai Hao Lei
    Jian Bo Yang Long Peng Tao Xiang
    """
)
_CHINESE_FEMALE = _listed(
    """
    Mei Li Xin Yan Wing_Yan Hoi_Ching Ka_Yan Sze_Wing Jiayi Yuxin Zixuan Xinyi Emily Michelle Vivian Suk_Yee Mei_Ling
    Fang Hui Jing Lan Na Qing Ting Ying
    """
)
_CHINESE_FAMILY = _listed(
    """
    Wong Chan Li Lee Chen Wang Zhang Liu Cheung Lam Ho Yip Ng Tang Leung Lau Cheng Chow Chiu Tsang Kwok Wu Xu Yang
    Zhao Zhou Huang Lin Zhu Sun Ma Gao Hu Guo He Luo Liang Xie Fung Mak Poon Siu Tam To Yu
    """
)


def _pool(origin: str, male: list[str], female: list[str], family: Weighted[str]) -> Pool:
    return Pool(origin=origin, male=by_rank(male), female=by_rank(female), family=family)


# How many of a hundred households have names of this pool.
POOLS: tuple[tuple[int, Pool], ...] = (
    (
        54,
        _pool(
            "English",
            _ENGLISH_MALE,
            _ENGLISH_FEMALE,
            mixed((65, by_rank(_ENGLISH_FAMILY)), (35, by_rank(_ENGLISH_RARE))),
        ),
    ),
    (8, _pool("Scottish", _SCOTTISH_MALE, _SCOTTISH_FEMALE, by_rank(_SCOTTISH_FAMILY))),
    (6, _pool("Irish", _IRISH_MALE, _IRISH_FEMALE, by_rank(_IRISH_FAMILY))),
    (7, _pool("Welsh", _WELSH_MALE, _WELSH_FEMALE, by_rank(_WELSH_FAMILY))),
    (8, _pool("South Asian", _MUSLIM_MALE, _MUSLIM_FEMALE, by_rank(_MUSLIM_FAMILY))),
    (5, _pool("South Asian", _INDIAN_MALE, _INDIAN_FEMALE, by_rank(_INDIAN_FAMILY))),
    (3, _pool("Polish", _POLISH_MALE, _POLISH_FEMALE, by_rank(_POLISH_FAMILY))),
    (3, _pool("Yoruba", _YORUBA_MALE, _YORUBA_FEMALE, by_rank(_YORUBA_FAMILY))),
    (4, _pool("European", _EUROPEAN_MALE, _EUROPEAN_FEMALE, by_rank(_EUROPEAN_FAMILY))),
    (2, _pool("Chinese", _CHINESE_MALE, _CHINESE_FEMALE, by_rank(_CHINESE_FAMILY))),
)

TOWNS = by_rank(
    _listed(
        """
        London Birmingham Manchester Leeds Liverpool Sheffield Bristol Glasgow Edinburgh Cardiff Leicester Coventry
        Bradford Nottingham Hull Stoke-on-Trent Wolverhampton Derby Southampton Portsmouth Plymouth Reading Luton
        Bolton Sunderland Norwich Swansea Newport Belfast Derry Lisburn Wrexham Bangor Aberystwyth Aberdeen Dundee
        Inverness Stirling Exeter Oxford Cambridge York Preston Blackpool Middlesbrough Newcastle Karachi Lahore Dhaka
        Sylhet Mumbai Lagos Ibadan Warsaw Kraków Bucharest Lisbon Dublin Hong_Kong Shanghai Istanbul
        """
    )
)

# What people are called who write another name on the form.
SHORT_NAMES: dict[str, tuple[str, ...]] = {
    "Abigail": ("Abi", "Abby", "Gail"),
    "Alasdair": ("Ally", "Al"),
    "Aleksandra": ("Ola", "Alexandra"),
    "Alexander": ("Alex", "Sandy", "Xander"),
    "Alexandra": ("Alex", "Sasha", "Lexi"),
    "Amanda": ("Mandy",),
    "Andrew": ("Andy", "Drew"),
    "Anthony": ("Tony", "Ant"),
    "Ayodele": ("Ayo", "Dele"),
    "Babatunde": ("Tunde", "Baba"),
    "Benjamin": ("Ben", "Benji"),
    "Bethany": ("Beth",),
    "Bridget": ("Biddy", "Bridie"),
    "Catherine": ("Kate", "Cathy", "Katie"),
    "Catriona": ("Trina", "Cat"),
    "Charlotte": ("Lottie", "Charlie"),
    "Christine": ("Chris", "Tina"),
    "Christopher": ("Chris", "Kit"),
    "Dafydd": ("Dai", "Daf", "Taff"),
    "Damilola": ("Dami", "Lola"),
    "Daniel": ("Dan", "Danny"),
    "David": ("Dave", "Davey"),
    "Deborah": ("Debbie", "Deb"),
    "Edward": ("Ted", "Ed", "Ned"),
    "Eleanor": ("Ellie", "Nell", "Nora"),
    "Elizabeth": ("Liz", "Beth", "Lizzie", "Betty"),
    "Emily": ("Em", "Millie"),
    "Emmanuel": ("Manny",),
    "Fionnuala": ("Nuala",),
    "Francis": ("Frank",),
    "Frederick": ("Fred", "Freddie"),
    "Funmilayo": ("Funmi",),
    "Gabrielle": ("Gabby",),
    "Geoffrey": ("Geoff",),
    "Georgina": ("Georgie", "Gina"),
    "Gwenllian": ("Gwen", "Llio"),
    "Harriet": ("Hattie",),
    "Henry": ("Harry", "Hal"),
    "Isabella": ("Bella", "Izzy"),
    "Jacqueline": ("Jackie",),
    "James": ("Jim", "Jamie", "Jimmy"),
    "Jasmine": ("Jas", "Jaz"),
    "Jennifer": ("Jenny", "Jen"),
    "Jessica": ("Jess",),
    "Joanne": ("Jo",),
    "John": ("Jack", "Johnny"),
    "Jonathan": ("Jon", "Jonny"),
    "Joseph": ("Joe", "Joey"),
    "Joshua": ("Josh",),
    "Katarzyna": ("Kasia", "Kate"),
    "Kathleen": ("Kath", "Kathy"),
    "Kenneth": ("Ken",),
    "Krzysztof": ("Krzys", "Chris"),
    "Madeleine": ("Maddie",),
    "Magdalena": ("Magda", "Lena"),
    "Małgorzata": ("Gosia", "Margaret"),
    "Margaret": ("Maggie", "Peggy", "Meg"),
    "Matthew": ("Matt",),
    "Michael": ("Mike", "Mick"),
    "Mohammad": ("Mo", "Mohammed", "Muhammad"),
    "Mohammed": ("Mo", "Mohamed", "Mohd"),
    "Muhammad": ("Mo", "Mohammed", "Mohammad"),
    "Nicholas": ("Nick", "Nicky"),
    "Oluwaseun": ("Seun",),
    "Oluwatobi": ("Tobi",),
    "Oluwatosin": ("Tosin",),
    "Owain": ("Owen",),
    "Patricia": ("Pat", "Trish", "Tricia"),
    "Patrick": ("Paddy", "Pat"),
    "Penelope": ("Penny",),
    "Philip": ("Phil",),
    "Philippa": ("Pippa",),
    "Rebecca": ("Becky", "Becca"),
    "Rhiannon": ("Rhi", "Annon"),
    "Richard": ("Rick", "Dick", "Rich"),
    "Robert": ("Bob", "Rob", "Bobby"),
    "Ronald": ("Ron",),
    "Samantha": ("Sam",),
    "Samuel": ("Sam", "Sammy"),
    "Sandeep": ("Sandy",),
    "Siân": ("Shan", "Sian"),
    "Simran": ("Sim",),
    "Siôn": ("Sion", "John"),
    "Sophia": ("Sophie",),
    "Stephanie": ("Steph",),
    "Stephen": ("Steve", "Ste"),
    "Susan": ("Sue", "Susie"),
    "Temitope": ("Temi", "Tope"),
    "Terence": ("Terry",),
    "Teresa": ("Terri", "Tess"),
    "Theo": ("Theodore",),
    "Thomas": ("Tom", "Tommy"),
    "Timothy": ("Tim",),
    "Tomasz": ("Tomek", "Tom"),
    "Tomos": ("Tom", "Twm"),
    "Victoria": ("Vicky", "Tori"),
    "William": ("Will", "Bill", "Billy", "Liam"),
    "Zachary": ("Zac", "Zach"),
    "Zuzanna": ("Zuzia",),
}
