"""The parameter sets and mutants of forks, and of what joins two streams, as in cases.py."""

from cases import Mutant, Setting

FORK = Setting("fork", dict(Width=2, Copies=2))
FORK_OF_THREE = Setting("fork", dict(Width=1, Copies=3))
ADD = Setting("add", dict(ABits=2, BBits=3, BSigned=0, OutBits=4))
ADD_BITS = Setting("add", dict(Lanes=2, ABits=1, BBits=1))
GATED = Setting("gated_add", dict(Elements=3, Lanes=1, ABits=2, BBits=2, MaxHeld=1))
GATED_BITS = Setting(
    "gated_add", dict(Elements=2, Lanes=2, ABits=2, ASigned=0, BBits=1, OutBits=4, MaxHeld=2)
)
CONCAT = Setting("concat", dict(ElementsB=3, MaxHeld=2))
EXTENDED = Setting("concat", dict(Lanes=1, ElementsB=1, ABits=2, BSigned=1, OutBits=3, MaxHeld=1))

SETTINGS = [
    FORK,
    FORK_OF_THREE,
    ADD,
    ADD_BITS,
    Setting("add", dict(ABits=1, BBits=2, OutBits=3)),
    GATED,
    GATED_BITS,
    CONCAT,
    Setting("concat", dict(Lanes=1, ElementsA=1, ElementsB=1, MaxHeld=2)),
    EXTENDED,
]

FORK_READY = "has_two_q == '0"
FORK_VALID = "(out_valid_o & ~pop)"
ADD_READY = "{2{ready && both_valid}}"
GATED_STEP = ".step_i (in_valid_i[0] && in_ready_o[0])"
CONCAT_READY = "{is_b && ready, !is_b && ready}"
CONCAT_TURN = "word >= IndexBits'(WordsA)"
CONCAT_STEP = ".step_i (valid && ready)"

MUTANTS = [
    Mutant("slot overwritten", FORK, FORK_READY, "1'b1"),
    Mutant("waits for the first reader only", FORK, FORK_READY, "!has_two_q[0]"),
    Mutant("waits only if all are behind", FORK_OF_THREE, FORK_READY, "!(&has_two_q)"),
    Mutant("one beat at a time", FORK, FORK_READY, "out_valid_o == '0"),
    Mutant("second beat lost", FORK, "| has_two_q | (out_valid_o", "| (out_valid_o"),
    Mutant("beat sent twice", FORK, FORK_VALID, "out_valid_o"),
    Mutant("gone as soon as one has it", FORK, FORK_VALID, "(out_valid_o & {Copies{pop == '0}})"),
    Mutant("beat for one reader", FORK_OF_THREE, "{Copies{push}} | has", "Copies'(push) | has"),
    Mutant("slot written again", FORK, "if (push) write_odd_q", "if (push && &pop) write_odd_q"),
    Mutant("readers move together", FORK, "read_odd_q ^ pop", "read_odd_q ^ {Copies{|pop}}"),
    Mutant("two behind for ever", FORK, "out_valid_o)) & ~pop", "out_valid_o))"),
    Mutant("a taken without b", ADD, ADD_READY, "{ready && both_valid, ready}"),
    Mutant("b taken without a", ADD, ADD_READY, "{ready, ready && both_valid}"),
    Mutant("a sent twice", ADD, ADD_READY, "{ready && both_valid, 1'b0}"),
    Mutant("stall ignored", ADD, ADD_READY, "{2{both_valid}}"),
    Mutant("never ready", ADD, ADD_READY, "2'b00"),
    Mutant("sum with a missing beat", ADD, "both_valid = &in_valid_i", "both_valid = |in_valid_i"),
    Mutant("sign of b", ADD, ".Signed (BSigned)", ".Signed (1)"),
    Mutant("lane 0 everywhere", ADD_BITS, "in_data_i[l*ABits+:", "in_data_i[0+:"),
    Mutant("difference", ADD_BITS, "a + b", "a - b"),
    Mutant("gate always open", GATED, "is_open ? b", "1'b1 ? b"),
    Mutant("sense ignored", GATED, "!difference[ABits] ^ rule", "!difference[ABits] ^ 1'b0 & rule"),
    Mutant("sign of a", GATED, "ASigned && a[ABits-1]", "1'b0"),
    Mutant("counts without a beat", GATED, GATED_STEP, ".step_i (in_valid_i[0])"),
    Mutant("counts while it waits", GATED, GATED_STEP, ".step_i (&in_valid_i)"),
    Mutant("rule of lane 0", GATED_BITS, "rule[l*RuleBits+:", "rule[0+:"),
    Mutant("0 for -1", GATED_BITS, "is_open ? b : '0", "is_open ? {1'b0, b[0]} : '0"),
    Mutant("b first", CONCAT, CONCAT_TURN, "word < IndexBits'(Words - WordsA)"),
    Mutant("b too early", EXTENDED, CONCAT_TURN, "word >= IndexBits'(WordsA - 1)"),
    Mutant("a missing beat sent", CONCAT, "is_b ? in_valid_i[1] : in_valid_i[0]", "|in_valid_i"),
    Mutant("a lost while b comes", CONCAT, CONCAT_READY, "{is_b && ready, ready}"),
    Mutant("b lost while a comes", CONCAT, CONCAT_READY, "{ready, !is_b && ready}"),
    Mutant("stall ignored", CONCAT, CONCAT_READY, "{is_b, !is_b}"),
    Mutant("waits for both", CONCAT, CONCAT_READY, f"{CONCAT_READY} & {{2{{&in_valid_i}}}}"),
    Mutant("counts without a beat", CONCAT, CONCAT_STEP, ".step_i (ready)"),
    Mutant("counts while it waits", CONCAT, CONCAT_STEP, ".step_i (valid)"),
    Mutant("sign of a", EXTENDED, "ASigned && a[ABits-1]", "a[ABits-1]"),
    Mutant("sign of b", EXTENDED, "BSigned && b[BBits-1]", "1'b0"),
]
