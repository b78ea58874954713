from .common import *

DEPOT = "north"
