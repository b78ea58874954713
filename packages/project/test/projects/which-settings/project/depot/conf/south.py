from .common import *

DEPOT = "south"
