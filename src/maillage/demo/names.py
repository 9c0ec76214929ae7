"""Invented words: places inside a cité, people. Nobody and nothing real."""

from __future__ import annotations

from typing import Final

TOPONYMS: Final = (
    "des Saules", "du Moulin-Vert", "des Alouettes", "de la Fontaine-Bleue", "des Tilleuls", "du Belvédère",
    "des Glycines", "de la Passerelle", "du Champ-Rond", "des Ormeaux", "de la Verrière", "du Grand-Pré",
    "des Coquelicots", "de l’Écluse", "du Vieux-Four", "des Mésanges", "de la Tuilerie", "du Cadran",
    "des Lavandières", "de la Clairière", "du Petit-Bois", "des Marronniers", "de l’Horloge", "du Colombier",
    "des Genêts", "de la Source", "du Carrousel", "des Amandiers", "de la Halle", "du Chemin-Creux",
    "des Roseaux", "de l’Oseraie", "du Lavoir", "des Peupliers", "de la Manufacture", "du Jardin-Haut",
    "des Cerisiers", "de la Butte", "du Phare-Éteint", "des Acacias", "de l’Aubépine", "du Pont-Neuvain",
)  # fmt: skip

ASSOCIATIONS: Final = (
    "Les Mains Vertes", "Côté Cour", "La Marelle", "Tissages", "Au Fil des Pages", "Le Cerf-Volant", "Grand Large",
    "Les Petits Pas", "Trait d’Encre", "La Boussole", "Le Banc Rouge", "Mille Sabords", "Point Virgule",
    "La Ruche", "Contre-Jour", "L’Escale", "Ricochets", "La Fabrique d’Images", "Coup de Pouce", "L’Arbre à Mots",
    "Pas de Côté", "Les Échelles", "Le Tamis", "Rue des Possibles", "La Lanterne", "Les Voisins d’Abord",
)  # fmt: skip

FIRST_NAMES: Final = (
    "Adèle", "Basile", "Célestine", "Dounia", "Eliott", "Fatou", "Gaspard", "Hélène", "Ismaël", "Jeanne", "Karim",
    "Léonie", "Malik", "Nadège", "Octave", "Paola", "Quentin", "Rosalie", "Samir", "Thaïs", "Ulysse", "Violette",
    "Wassim", "Yasmine", "Zélie", "Anselme", "Bintou", "Côme", "Dalila", "Ernest",
)  # fmt: skip

LAST_NAMES: Final = (
    "Aubépin", "Bellecombe", "Courtavoine", "Dambrine-Lys", "Escalier", "Fontrouge", "Garancière", "Hautbois",
    "Isarnel", "Jonquille", "Kervalon", "Lanterneau", "Marsolive", "Noisebois", "Ormessan", "Pervenche", "Quatrevent",
    "Ribeaulac", "Sarrazole", "Tournevigne", "Ursolin", "Valdoree", "Wallenfer", "Ysolène", "Zéphirin", "Abricaud",
    "Boisfleur", "Cardamine", "Doucevent", "Étoilé",
)  # fmt: skip

FUNCTIONS: Final = (
    "Direction", "Coordination", "Conduite de projet", "Accueil des familles", "Présidence", "Responsable de service",
)  # fmt: skip

BODIES: Final = (
    ("Troïka élargie", "Comité de pilotage", "Fixe les orientations et rend les arbitrages."),
    ("Comité technique", "Comité technique", "Prépare les décisions et suit les actions."),
    ("Groupe « premières inquiétudes »", "Groupe de travail", "Partage des repères pour agir tôt, sans nommer de situation."),
)  # fmt: skip
