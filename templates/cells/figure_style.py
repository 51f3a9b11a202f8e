# @title Figure style
# Transparent, with mid-grey text, so that a figure reads on white and on black.
# Wide enough for a page and large enough in print for a phone: 6.4 inches, 12 points.
BLUE, ORANGE, GREEN = "#007ABF", "#C25500", "#009E73"
PURPLE, GREY = "#AA4499", "#767676"
plt.rcParams.update(
    {
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "savefig.facecolor": "none",
        "text.color": GREY,
        "axes.labelcolor": GREY,
        "axes.edgecolor": GREY,
        "axes.titlecolor": GREY,
        "xtick.color": GREY,
        "ytick.color": GREY,
        "grid.color": GREY,
        "grid.alpha": 0.25,
        "axes.grid": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "legend.frameon": False,
        "axes.unicode_minus": True,
        "axes.prop_cycle": plt.cycler(color=[BLUE, ORANGE, GREEN, PURPLE]),
        "font.size": 12,
        "axes.titlesize": 12,
        "figure.figsize": (6.4, 3.6),
        "figure.dpi": 230,
        "figure.constrained_layout.use": True,
    }
)
