"""What the pages and the API take, where no setting says it; the API's description tells it too."""

MAX_PAGE = 10_000
MAX_PAGE_SIZE = 100
REGISTER_PAGE_SIZE = 25
DEFAULT_RECORDED = 100
MAX_GROUND = 40  # characters; "artikel 5.1, tweede lid, onder e" is 32
