"""Which kind of event a sentence of news is about, and which sentences are about none.

Written before the lexicon was asked: each row must pass, so a change of the lexicon that loses one shows here.
"""

import pytest

from geo.events import triggers
from geo.events.blocks import blocks
from geo.events.clauses import read
from geo.events.parts import Form
from geo.events.status import status
from geo.events.tables import lexicon

TYPED = """
ASSAULT | Gunmen on motorcycles opened fire on worshippers as they left a mosque, killing seven.
ASSAULT | At least nine soldiers died when their patrol was ambushed by jihadist fighters.
ASSAULT | Rocket fire from across the border wounded two farmers.
ASSAULT | The rebels overran an army outpost and made off with weapons.
ASSAULT | A car packed with explosives was driven into the gates of a barracks.
ASSAULT | Warplanes pounded targets in the eastern suburbs for a third day.
ASSAULT | Militants beheaded two aid workers and posted a video of it.
ASSAULT | The mayor was gunned down outside his home by two men on a scooter.
ASSAULT | Fierce clashes between the army and tribal fighters left dozens dead.
ASSAULT | Troops recaptured the airport after a week of house-to-house combat.
ASSAULT | Suspected herders hacked to death 14 villagers in an overnight raid.
ASSAULT | Two tourists were taken hostage by a separatist group.
ASSAULT | Kamikaze drones slammed into a fuel depot.
ASSAULT | Soldiers fired on a crowd of demonstrators, wounding eleven.
ASSAULT | Police used batons and tear gas to disperse the marchers.
ASSAULT | A landmine killed three children who were herding goats.
ASSAULT | A bomb planted under a seat tore through a bus.
ASSAULT | Israel bombs Gaza tunnels after rocket attack
ASSAULT | The warlord's men torched three villages and drove off the cattle.
ASSAULT | An officer was stabbed in the neck by an attacker shouting slogans.
ASSAULT | Shells rained down on the besieged enclave.
ASSAULT | The navy sank a vessel that it said carried smugglers.
ASSAULT | Air defences shot down two missiles over the port.
ASSAULT | Fighters seized control of the provincial capital overnight.
ASSAULT | A suicide bomber blew himself up at a checkpoint outside the airport.
ASSAULT | Two policemen were killed in a shootout with smugglers.
ASSAULT | The convoy came under attack as it left the valley.
ASSAULT | Government forces retook the crossroads after heavy fighting.
ASSAULT | Ukrainian drones struck an oil refinery deep inside Russia.
ASSAULT | A journalist was shot in the leg by a sniper.
ASSAULT | A roadside blast wounded three peacekeepers.
ASSAULT | Somali pirates hijacked a tanker with 20 crew aboard.
ASSAULT | Insurgents fired mortars at the presidential compound.
ASSAULT | An Israeli air strike flattened a five-storey building.
ASSAULT | Rival militias battled for control of the port.
ASSAULT | Three nuns were kidnapped from their convent.
COERCE | Police rounded up dozens of opposition activists ahead of the vote.
COERCE | Authorities shut down two independent radio stations.
COERCE | The editor was taken from his home by plainclothes agents.
COERCE | The junta banned all public gatherings of more than five people.
COERCE | Security forces raided the offices of a human rights group.
COERCE | Customs officers seized 40 crates of rifles at the port.
COERCE | The government declared a state of emergency in three provinces.
COERCE | Access to social media was blocked on the eve of the election.
COERCE | A night-time curfew was imposed on the city.
COERCE | Officials deported 120 migrants on a charter flight.
COERCE | Hackers broke into the ministry's servers and stole files.
COERCE | A court froze the bank accounts of the former president's family.
COERCE | The opposition leader was placed under house arrest.
COERCE | Police detained 70 people at an opposition rally.
COERCE | Officials closed the border to all traffic.
COERCE | Parliament passed a law outlawing the sect.
COERCE | Soldiers bulldozed six houses in the village.
COERCE | The coast guard impounded a fishing boat.
COERCE | Martial law was declared in the north.
COERCE | Police arrested a man in connection with the murder of a student.
MOBILIZE | The army moved tanks and artillery to the frontier.
MOBILIZE | An aircraft carrier was sent to the gulf.
MOBILIZE | The president put the armed forces on high alert.
MOBILIZE | North Korea test-fired two short-range missiles into the sea.
MOBILIZE | Thousands of police officers were deployed to guard polling stations.
MOBILIZE | The alliance began large-scale military drills in the Baltic.
MOBILIZE | Reservists were called up as tension rose.
MOBILIZE | Extra troops were rushed to the region.
MOBILIZE | Russia masses troops near border
MOBILIZE | Turkey has massed troops and armour along its southern border.
MOBILIZE | Fighter jets were scrambled to intercept a bomber.
MOBILIZE | Two thousand marines will be sent to the island.
MOBILIZE | The navy began exercises off the coast.
MOBILIZE | Security was stepped up at airports after the warning.
PROTEST | Tens of thousands poured into the streets to demand new elections.
PROTEST | Students occupied the rector's office for a second day.
PROTEST | Nurses walked off the job in a dispute over pay.
PROTEST | Demonstrators hurled stones at riot police and set tyres ablaze.
PROTEST | Truckers blocked the main highway with their vehicles.
PROTEST | Prisoners began a hunger strike over conditions.
PROTEST | An angry mob torched the governor's residence.
PROTEST | Airport staff staged a 24-hour walkout.
PROTEST | Looting and rioting spread to a third city.
PROTEST | Opposition parties boycotted the opening of parliament.
PROTEST | Crowds chanting anti-government slogans marched on the palace.
PROTEST | Protesters clash with police in capital
PROTEST | Farmers dumped manure outside the ministry in anger over prices.
PROTEST | Hundreds of women marched through the city to demand justice.
PROTEST | Train drivers went on strike over working hours.
PROTEST | Youths pelted police with stones and bottles.
PROTEST | Activists chained themselves to the gates of a coal plant.
PROTEST | Around 500 people held a candlelight vigil for the victims.
PROTEST | Prison inmates rioted and took control of two wings.
SANCTION | Washington expelled two diplomats over the spying affair.
SANCTION | The European Union slapped an arms embargo on the country.
SANCTION | Mali cut diplomatic ties with its neighbour.
SANCTION | The former general was sentenced to life in prison for war crimes.
SANCTION | Talks between the two sides collapsed on Friday.
SANCTION | The bank suspended its lending to the government.
SANCTION | Norway recalled its ambassador for consultations.
SANCTION | The court found three officers guilty of torture.
SANCTION | The bloc froze membership of the junta-led state.
SANCTION | The president sacked his defence minister.
SANCTION | Three airlines have halted flights to the capital.
SANCTION | The regime jailed a blogger for insulting the king.
SANCTION | The United States imposed sanctions on six officials.
SANCTION | Ecuador broke off relations with its neighbour.
SANCTION | A military court sentenced the rebel leader to death.
SANCTION | The IMF suspended a loan to the country.
SANCTION | The envoy was declared persona non grata.
SANCTION | The king dismissed the cabinet.
THREATEN | The rebels threatened to execute their captives unless the siege was lifted.
THREATEN | Iran warned it would strike back at any aggressor.
THREATEN | The general vowed to crush the uprising.
THREATEN | Unions threatened a general strike if the law passed.
THREATEN | The president gave the militia 48 hours to lay down its arms or face destruction.
THREATEN | A caller made a bomb threat against the embassy.
THREATEN | "We will respond with overwhelming force," the minister warned.
THREATEN | Ankara threatens to shut border crossing
THREATEN | The group threatened more attacks if its demands were not met.
THREATEN | Beijing warned of serious consequences over the arms sale.
THREATEN | The premier threatened to resign.
THREATEN | Hackers threatened to publish the data unless a ransom was paid.
ACCUSE | Kiev accused Moscow of violating the truce.
ACCUSE | The foreign minister condemned the raid as a flagrant breach of sovereignty.
ACCUSE | Prosecutors charged the former premier with bribery.
ACCUSE | The United Nations launched an inquiry into the killings.
ACCUSE | Human rights groups blamed the army for the massacre.
ACCUSE | The opposition slammed the budget as a betrayal of the poor.
ACCUSE | France summoned the ambassador over the remarks.
ACCUSE | Police are investigating the death of a journalist.
ACCUSE | The ex-president went on trial for embezzlement.
ACCUSE | China lodged a protest over the warship's passage.
ACCUSE | A grand jury indicted the senator on six counts.
ACCUSE | India voiced deep concern over the arms sale.
ACCUSE | A man was charged after the bodies of his wife and children were found.
ACCUSE | Opposition leaders denounced the poll as a sham.
ACCUSE | The ministry criticised the report as biased.
ACCUSE | Investigators are probing possible links to a militant group.
ACCUSE | The pilot was charged with manslaughter.
ACCUSE | Amnesty International accused the army of torture.
REJECT | The government turned down an offer of mediation.
REJECT | Russia vetoed a resolution at the Security Council.
REJECT | The rebels refused to lay down their arms.
REJECT | The prime minister ruled out early elections.
REJECT | Parliament voted down the peace plan.
REJECT | Tehran dismissed the demand as absurd.
REJECT | The court denied his appeal for release.
REJECT | The union spurned a pay offer.
REJECT | The president refused to step down.
REJECT | Israel rejected calls for a truce.
REJECT | The government declined a request for more monitors.
REJECT | Lawmakers rejected the no-confidence motion.
REQUEST | The pope called for an end to the war.
REQUEST | The mayor appealed for blood donors.
REQUEST | Aid agencies urged donors to give more.
REQUEST | The opposition demanded the resignation of the cabinet.
REQUEST | The secretary-general asked both sides to show restraint.
REQUEST | Ukraine pleaded for more air defence systems.
REQUEST | The court ordered the government to publish the files.
REQUEST | Haiti requests international force
REQUEST | Relatives begged for news of the missing.
REQUEST | The United Nations called on both sides to stop the fighting.
REQUEST | The kidnappers demanded a ransom of one million dollars.
REQUEST | The prime minister urged calm.
CONSULT | The two presidents met in Vienna to discuss the border.
CONSULT | The foreign minister flew to Cairo for talks on Gaza.
CONSULT | Leaders of the seven nations gathered for a summit.
CONSULT | The envoy held talks with rebel commanders.
CONSULT | The chancellor spoke by telephone with the Russian leader.
CONSULT | Qatar is mediating between the two factions.
CONSULT | Negotiations between the union and the company resumed.
CONSULT | The king paid a state visit to Japan.
CONSULT | A delegation of lawmakers arrived in Taipei.
CONSULT | Xi hosts Putin in Beijing
CONSULT | The two leaders will meet next month.
CONSULT | Officials from five countries gathered in Doha for talks.
CONSULT | The foreign ministers discussed the crisis by phone.
CONSULT | The vice president arrived in Manila on a two-day visit.
SUPPORT | The president praised the work of the inspectors.
SUPPORT | The two countries signed a free trade agreement.
SUPPORT | Spain recognised the state of Palestine.
SUPPORT | Britain backed the plan to send monitors.
SUPPORT | Parliament ratified the border treaty.
SUPPORT | The premier congratulated his rival on his victory.
SUPPORT | Leaders hailed the accord as historic.
SUPPORT | The two neighbours restored diplomatic relations.
SUPPORT | The king welcomed the peace accord.
SUPPORT | The two governments signed an accord on water.
SUPPORT | Lithuania recognised Croatia.
SUPPORT | The party endorsed the senator for president.
AGREE | The rivals agreed to form a unity government.
AGREE | Japan promised 200 million dollars in loans.
AGREE | The two companies reached a deal on gas transit.
AGREE | Ethiopia accepted the ruling of the border commission.
AGREE | The warring parties struck a deal to share power.
AGREE | Washington pledged to help rebuild the port.
AGREE | Negotiators reached a settlement in the strike.
AGREE | The government and the rebels agreed to a truce.
AGREE | Kuwait pledged one billion dollars for rebuilding.
AGREE | The parties reached an agreement on prisoner exchange.
COOPERATE | The two navies held joint exercises in the strait.
COOPERATE | Colombia extradited a drug lord to the United States.
COOPERATE | The two agencies shared intelligence on the cell.
COOPERATE | The countries resumed trade after a ten-year break.
COOPERATE | The former foes swapped 200 prisoners of war.
COOPERATE | Researchers from both states are to build a satellite jointly.
COOPERATE | India and France held joint naval drills.
COOPERATE | Thailand extradited the suspect to Japan.
CONCEDE | The president apologised for the massacre.
CONCEDE | The government lifted the ban on the party.
CONCEDE | The king pardoned 300 prisoners.
CONCEDE | The rebels declared a unilateral ceasefire.
CONCEDE | Ministers bowed to pressure and dropped the fuel tax.
CONCEDE | The United States eased sanctions on oil exports.
CONCEDE | The army lifted the curfew after two weeks.
CONCEDE | The company apologised for the spill.
CONCEDE | The president lifted the state of emergency.
CONCEDE | The junta granted amnesty to 200 rebels.
RETREAT | The last French troops left the base.
RETREAT | The kidnappers freed the two engineers unharmed.
RETREAT | The rebels pulled back from the bridge.
RETREAT | The prime minister stepped down after weeks of protests.
RETREAT | About 400 fighters handed in their weapons.
RETREAT | A ceasefire came into force at midnight.
RETREAT | The garrison surrendered after a ten-day siege.
RETREAT | Inspectors were allowed into the plant.
RETREAT | The two armies disengaged along the lake.
RETREAT | The army withdrew from the two towns.
RETREAT | Rebels released a captured pilot.
RETREAT | The chief of police resigned over the affair.
RETREAT | A truce between the gangs took effect.
AID | Rescuers pulled a boy alive from the rubble.
AID | The Red Cross delivered food to the besieged town.
AID | Turkey sent field hospitals and doctors.
AID | The World Food Programme airlifted grain to the camp.
AID | Sweden granted asylum to the dissident.
AID | Germany gave 50 million euros for the reconstruction of schools.
AID | Coast guards rescued 80 migrants from a sinking boat.
AID | Villagers were evacuated by helicopter.
AID | The first trucks carrying aid crossed into the enclave.
AID | Doctors Without Borders sent surgeons to the front.
AID | The navy rescued 12 fishermen from a sinking trawler.
AID | Japan donated 5,000 tonnes of rice.
DISASTER | A 6.2-magnitude quake jolted the island.
DISASTER | Flash floods swept away homes in two valleys.
DISASTER | A typhoon slammed into the coast with winds of 200 km per hour.
DISASTER | The river burst its banks and inundated farmland.
DISASTER | Mudslides buried a village after days of rain.
DISASTER | Wildfires raged out of control in the hills.
DISASTER | The volcano spewed ash over the town.
DISASTER | An avalanche killed four skiers.
DISASTER | Swarms of locusts devoured crops across the region.
DISASTER | A heatwave has killed dozens of people.
DISASTER | Drought has left millions hungry.
DISASTER | A tornado ripped roofs off houses.
DISASTER | Lightning struck a school, killing two pupils.
DISASTER | An earthquake measuring 7.1 struck off the coast.
DISASTER | Floods have killed 30 people in the lowlands.
DISASTER | The hurricane made landfall near the port.
DISASTER | A landslide buried a bus.
DISASTER | Hundreds of homes were under water after torrential rain.
DISASTER | Villagers fled as the volcano erupted.
ACCIDENT | A bus plunged into a ravine, killing 20 passengers.
ACCIDENT | Two trains collided head-on near the station.
ACCIDENT | A ferry carrying 300 people capsized in rough seas.
ACCIDENT | A fire swept through a garment factory.
ACCIDENT | An apartment building collapsed in the early hours.
ACCIDENT | A light aircraft crashed shortly after take-off.
ACCIDENT | A methane blast trapped 30 miners underground.
ACCIDENT | Thousands of barrels of oil spilled into the bay.
ACCIDENT | Twelve people were crushed in a stampede at a stadium.
ACCIDENT | A lorry ploughed into a queue of schoolchildren.
ACCIDENT | A chemical plant leaked toxic gas.
ACCIDENT | Five people died when their minibus hit a tree.
ACCIDENT | A cargo plane skidded off the runway.
ACCIDENT | A gas explosion destroyed three houses.
ACCIDENT | A crane fell on a mosque.
ACCIDENT | A fishing boat sank in a gale.
ACCIDENT | A passenger train derailed on a bridge.
HEALTH | An outbreak of cholera has killed 60 people in the camp.
HEALTH | Health officials confirmed three new cases of Ebola.
HEALTH | Dozens of pupils fell ill with food poisoning.
HEALTH | Measles is spreading among unvaccinated children.
HEALTH | A dengue epidemic has overwhelmed hospitals.
HEALTH | Bird flu was detected at a poultry farm.
HEALTH | Tainted alcohol killed 40 people at a wedding.
HEALTH | The country reported its first case of polio in ten years.
HEALTH | Authorities declared an epidemic of yellow fever.
HEALTH | Forty guests were taken ill after eating at a hotel.
CRIME | Armed robbers made off with two million dollars from a bank.
CRIME | Thieves stole a painting by Rubens from a museum.
CRIME | A drug gang smuggled cocaine in banana crates.
CRIME | A nurse murdered seven patients, a jury heard.
CRIME | An arsonist set fire to a synagogue.
CRIME | The accountant embezzled millions from the charity.
CRIME | Burglars broke into a jewellery shop.
CRIME | Two teenagers were shot dead in a gang feud.
CRIME | A jeweller was robbed at knifepoint.
CRIME | Poachers killed three rhinos.
CRIME | The mayor took bribes from a builder.
CRIME | Thieves made off with 20 bicycles.
ASSAULT | Israeli forces killed two Palestinians in a raid on a refugee camp.
ASSAULT | Boko Haram fighters attacked a village and burned homes.
ASSAULT | Four policemen died when their vehicle hit a mine.
ASSAULT | A Taliban suicide attacker struck a NATO convoy.
ASSAULT | Russia launched a wave of missiles at Ukrainian cities.
COERCE | Egyptian police arrested 30 members of the Muslim Brotherhood.
COERCE | China restricted exports of rare metals.
COERCE | Iran seized a foreign tanker in the strait.
MOBILIZE | Ethiopia has moved troops to the Eritrean border.
MOBILIZE | Britain will send a destroyer to the Gulf.
PROTEST | Thousands rallied in Madrid against the amnesty law.
PROTEST | Garbage collectors began an indefinite strike.
PROTEST | Police clashed with stone-throwing youths in the suburb.
SANCTION | The EU imposed new sanctions on Belarus.
SANCTION | Peru withdrew its ambassador from Mexico.
SANCTION | A Moscow court jailed an opposition activist for seven years.
THREATEN | North Korea threatened to turn Seoul into a sea of fire.
THREATEN | The rebels warned they would resume attacks.
ACCUSE | Pakistan blamed India for the blast.
ACCUSE | The UN human rights chief denounced the executions.
ACCUSE | Prosecutors opened an investigation into the minister.
REJECT | Serbia rejected the UN plan.
REJECT | Hamas turned down the proposal.
REQUEST | The EU called on Israel to halt the demolition.
REQUEST | Sudan asked the Security Council for more time.
CONSULT | Blinken met Saudi officials in Riyadh.
CONSULT | Turkey and Greece held talks on the islands.
CONSULT | Macron visited New Caledonia.
SUPPORT | Kenya and Uganda signed a trade deal.
SUPPORT | The Vatican welcomed the release.
AGREE | Iran agreed to allow inspections.
AGREE | The two sides reached a ceasefire deal.
COOPERATE | South Korea and the United States began joint drills.
CONCEDE | Bolivia lifted its ban on coca exports.
RETREAT | Vietnam withdrew its last soldiers from Cambodia.
RETREAT | Gunmen freed 12 schoolgirls.
AID | The United States sent food to North Korea.
AID | Cuba sent doctors to Italy.
DISASTER | Cyclone Idai hit Beira with winds of 170 km an hour.
DISASTER | Heavy rain triggered landslides in Kerala.
ACCIDENT | At least 20 people were killed when a bus fell into a gorge.
ACCIDENT | A helicopter crashed in bad weather.
HEALTH | Cholera has spread to six provinces.
CRIME | A gang robbed an armoured van.
CRIME | Police found the body of a missing girl.
"""

# Sports, business, weather, culture, lives: words of violence without any.
NOTHING = """
The bank's profit beat forecasts.
A dry summer is expected.
The team will visit Leeds on Saturday.
The museum reopened after repairs.
The shares were hit hard in early trade.
She works with children in Leeds.
The university offers a course in law.
The mayor opened the new library.
A new bridge will link the two towns.
The film was shot in Morocco.
The road was closed for repairs.
The minister said growth would slow.
The firm sold 2,000 cars in May.
Police station number five was painted blue.
The band will tour Japan.
Readers should send their recipes by Friday.
The club signed a young midfielder.
The airline has ordered ten jets.
The senator is running for a third term.
The striker shot wide from six yards.
Shares plunged on Wall Street after the results.
The office was hit by a flood of emails.
She won the battle against cancer.
The film opens fire with jokes from the first minute.
The album bombed in the charts.
The defender was sent off for a late tackle.
The pitcher struck out nine batters.
United beat City 2-0 to go top of the table.
The team crashed out of the cup in the first round.
Oil prices exploded in the spring.
The company launched an attack on its rival's market share.
A storm of applause greeted the soprano.
The new phone is a blast to use.
He was a pioneer of jazz who died at 91.
The museum will open a show of Dutch masters.
Sunny spells are expected in the south.
The band kicked off its tour before a sold-out crowd.
The recipe calls for two eggs.
The novel tells the story of a family in wartime.
The bank raised its forecast for growth.
The actress stars in a thriller about a kidnapped girl.
The gallery captured the spirit of the age.
He shot to fame in the nineties.
The goalkeeper saved a penalty.
The champion defended her title in straight sets.
The stock market rallied for a third day.
Their wedding took place at a castle.
The chef fired up the grill.
Fans flooded the streets to celebrate the title.
The horse was withdrawn from the race.
The dress stole the show.
The play has been a smash hit.
The bill sailed through the committee.
Investors dumped bonds.
The driver took pole position.
The writer is survived by his wife and two sons.
The exhibition runs until May.
The car hits 100 kilometers an hour in four seconds.
The quarterback threw for 300 yards.
His heart attack came as a shock to friends.
The website crashed under heavy traffic.
The debate sparked a war of words online.
The dollar fell to a new low.
A landslide victory gave her a second term.
Scientists bombarded the sample with neutrons.
He killed time at the airport.
The runner broke the world record.
The judge will hear the case in June.
The town is famous for its cheese.
The sprinter exploded out of the blocks.
Rain stopped play on the second day.
The singer was raised in a small village.
Analysts expect the bank to cut rates.
The forward fired home from close range.
Snow will fall on higher ground.
The company reported record profits.
The Broadway show closes on Sunday.
A new bakery has opened on Main Street.
The school board approved the budget.
The museum is hosting a photo exhibit.
He served in the Navy for 20 years.
The bride wore a silk dress.
The team fought back to win 3-2.
Gold rose by two dollars an ounce.
The city council will hear a zoning request.
She was awarded the Nobel Prize for chemistry.
The band dropped a surprise album.
The drought-free lawn needs no water.
The coach praised his players after the game.
Home prices climbed in most cities.
The library has added e-books.
He bought a house near the river.
A panel of judges picked the winner.
The chef shares her tips for a perfect roast.
Traffic was light on the holiday.
The pitcher threw a no-hitter.
The movie grossed 30 million dollars.
The startup raised cash from investors.
The senator's wife teaches piano.
The airline carried more passengers last year.
The orchestra struck up a waltz.
The star hit three home runs.
The cat was stuck in a tree.
The law firm hired two partners.
He collapsed from laughter.
A wave of nostalgia swept the room.
The trial of the new drug showed promise.
The army of ants marched across the floor.
The firm will launch a new line of cars.
She stole the spotlight at the gala.
The tour of the vineyard lasts an hour.
They celebrated their 50th anniversary.
The ship's captain retired after 40 years.
Bank shares were hit by fears of a slowdown.
The festival drew 10,000 visitors.
The phone's battery charges in an hour.
Our reporter visited the restaurant twice.
The retailer will close 20 stores.
"""

_SUBORDINATE = frozenset("if unless when after before while as since who which where because although until".split())


def told(text):
    return [t for s in read(text, blocks(text)) for t in triggers.find(s) if status(t, speaker_is_party=False)]


def main_type(text):
    """That of the first verb of a main clause, else of what there is."""
    found = told(text)
    first = min(
        found,
        key=lambda t: (t.form is Form.NOUN, t.clause.opener in _SUBORDINATE, -min(t.weight, 2), t.first),
        default=None,
    )
    return first.type if first else ""


@pytest.mark.parametrize("row", TYPED.strip().splitlines())
def test_the_type_of_a_sentence(row):
    type_, _, text = row.partition(" | ")
    assert main_type(text) == type_


@pytest.mark.parametrize("text", NOTHING.strip().splitlines())
def test_no_event(text):
    assert [(t.type, t.lemma) for t in told(text)] == []


def test_every_type_has_sentences_enough():
    types = [row.partition(" | ")[0] for row in TYPED.strip().splitlines()]
    assert len(set(types)) == 20
    assert min(types.count(each) for each in set(types)) >= 5


def test_weights_are_those_that_confidence_knows():
    assert {entry.row.weight for phrases in lexicon().values() for entry in phrases.entries} == {1, 2, 3}
