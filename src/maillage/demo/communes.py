"""An invented list of communes and priority neighbourhoods: no real one bears these names or these codes.

The ten cités, their neighbours, and other places from which the call of the demonstration is answered.
"""

from __future__ import annotations

from typing import Final

from maillage.demo.places import PLACES
from maillage.territories.official import keep_communes, keep_quarters

POPULATIONS: Final = {
    "clairvigne": 42_300,
    "etang-loriot": 26_900,
    "grand-tilleulois": 96_400,
    "les-hauts-de-brume": 31_200,
    "moulinac-sur-orve": 9_800,
    "pont-aux-hirondelles": 54_100,
    "port-mesange": 34_600,
    "rivesable": 68_200,
    "roche-garance": 47_500,
    "val-d-ambre": 88_700,
}
# Code, name, inhabitants, quarters. The official list gives these codes to nobody (a test looks).
OTHERS: Final = """
49991 | Saint-Aubrun-des-Vignes | 6400
49992 | Lormeray | 3150
45991 | Brivelle-sous-Bois | 2300
45992 | Champ-Mercœur | 8900
59991 | Rouvemont-lez-Tilleul | 18500 | Cité des Tisserands
59992 | Haspelin | 7200
57991 | Fontrelange | 5600
57992 | Morvillange | 12400 | Les Hauts-Fourneaux-Bleus
24991 | Saint-Cyprac | 1250
24992 | La Bastidelle | 640
76991 | Bourg-Ardoisel | 9700
76992 | Quillebrune | 4100
29991 | Plouzarvel | 3900
29992 | Lanveguen | 2750
34991 | Mas-de-Lavogne | 5300
34992 | Saint-Loriot-les-Dunes | 11900 | Les Salins-Neufs
42991 | Firmelle | 15800 | Le Puits-Rouge
42992 | Valfraîche | 2050
93991 | Les Ormeaux-sous-Bois | 24600 | Les Ormeaux-Clairs
93992 | Noisemont | 33100 | La Prairie-Haute
02991 | Vaubrissy | 18200 | Le Faubourg-Vert
08991 | Sedanval | 19700 | Les Ardoisières
09991 | Val-de-Lèzac | 2600
13991 | Roquelaurane | 71000 | La Bigue-Haute, Les Cigalières
15991 | Saint-Flourac | 3300
17991 | Port-Salin | 12700 | Les Écluses-Neuves
22991 | Trégarval | 14900 | Les Ajoncs-Dorés
25991 | Montbrelin | 25300 | Les Horlogers
2B991 | Castellorso | 8400 | Les Châtaigniers-Hauts
30991 | Garrigane | 22800 | Le Viaduc-Blanc
31991 | Tolverac | 140500 | Les Violettes-Hautes, La Briqueterie
33991 | Bassencor | 29400 | La Palud-Neuve
35991 | Brécilan | 17600 | Les Landes-Claires
37991 | Amboiselle | 36200 | Les Tuffeaux
38991 | Vercorange | 45700 | Les Trois-Cols
44991 | Saint-Erbrun | 62300 | Les Forges-Marines
48991 | Causselongue | 1900
51991 | Châlonges | 26900 | Les Coteaux-Pâles
58991 | Nivernoy | 10300 | Les Mariniers-Bas
62991 | Lensevin | 37800 | La Fosse-Claire, Les Corons-Neufs
63991 | Chamalorge | 19400 | Les Dômes-Bas
64991 | Orthegarai | 13600 | Les Gaves-Clairs
67991 | Strasheim-la-Neuve | 51200 | Les Cigognes-Hautes
69991 | Villebranne | 84000 | Les Canuts-Neufs, Le Tonkinois
71991 | Le Creuzillon | 21500 | Les Forges-Basses
72991 | Sarthevelle | 16100 | Les Sablonnières
77991 | Melunay | 40100 | Les Plaines-Hautes
80991 | Amiencourt-le-Neuf | 15200 | Les Hortillons
81991 | Castrellac | 11100 | Le Causse-Rouge
84991 | Cavaillane | 30500 | Les Docks-Ocres
87991 | Limousac | 9200
88991 | Épinelle | 23600 | Le Plateau-des-Sapins
95991 | Argentelle | 58900 | Le Val-Nord-Neuf, Les Musiciens-Clairs
97191 | Anse-Colibri | 28300 | Les Flamboyants
97291 | Le Morne-Calebasse | 17900 | Les Fromagers
97391 | Saut-Tamarin | 24700 | La Crique-Claire
97491 | Piton-Mésange | 48600 | Les Vétivers, Le Camp-Bleu
97691 | Bandrazia | 13800 | Les Ylangs
"""
SHARED: Final = {
    "val-d-ambre": "93992",
    "grand-tilleulois": "59991",
}  # whose quarter goes on in the next commune


def load_places() -> None:
    """Keep the invented list, as an operator imports the official one."""
    names = {place.code: place.name for place in PLACES}
    populations = {place.code: POPULATIONS[place.slug] for place in PLACES}
    quarters = {place.quarter_code: place.quarter for place in PLACES}
    lying = {place.quarter_code: [place.code, *filter(None, [SHARED.get(place.slug)])] for place in PLACES}
    for line in OTHERS.strip().splitlines():
        code, name, population, *listed = (cell.strip() for cell in line.split("|"))
        names[code], populations[code] = name, int(population)
        for rank, quarter in enumerate(listed[0].split(", ") if listed else [], start=1):
            department = code[:3] if code.startswith("97") else f"0{code[:2]}"
            key = f"QN{department}{code[-1]}{rank}Z"
            quarters[key], lying[key] = quarter, [code]
    keep_communes(names=names, former={}, parents={}, populations=populations)
    keep_quarters(names=quarters, places=lying)
