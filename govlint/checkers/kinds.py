"""What each kind of rule and each of its options is for, in the words of those who write rules.

The options themselves are the fields of the checkers; a test holds this table against them.
"""

from __future__ import annotations

from typing import NamedTuple


class Notes(NamedTuple):
    """A kind: what it reports, what its options say, and which values its message may quote."""

    reports: str
    options: dict[str, str]
    values: str


_UNLESS_PLACE = "例外的写法：与报的地方有重叠就不报。"
_UNLESS_SENTENCE = "同一句里有它时，这一处列为“无法核对”。"
_CHANCE = "只报一处笔误（错一位、相邻两位颠倒）就能相符、而碰巧如此的可能不到百分之几的；正则可以写得宽。"
_SEPARATOR = "把列举分成各项的标点。"
KIND_NOTES = {
    "pattern": Notes(
        "正则表达式匹配的每一处；有名为 at 的组时报这个组。",
        {
            "pattern": "要找的写法；有几种的可以列成一列，别的正则选项也一样。",
            "view": "按哪种文本找：folded（默认）标点全角、数字字母半角，一条正则两种宽度都认；"
            "original 为原文。",
            "unless": _UNLESS_PLACE,
            "unless_line": "同一行里有它就不报。",
            "unless_document": "全文里有它就不报。",
            "requires": "全文里没有它就不报。",
            "lines": "只看这几种行：table 表格、field 名称：值、title 标题、"
            "heading 带序号的小标题、text 正文。",
            "whole": "一个组的名称：这个组两头都不能切断一个词（按结巴分词的词典）。",
            "replace": "改成什么，与 fix 同用；\\g<组名> 引用原文，所引的组没有匹配到就不改。",
        },
        "match 和各个有名称的组",
    ),
    "lexicon": Notes(
        "词表里的错词。",
        {
            "words": "词表（TSV 或 CSV）的文件名，相对于规则文件。各列：wrong 错的写法；"
            "right 对的写法，几种用竖线隔开，就不给自动修改；"
            "not_before、not_after 前（后）一个字是其中之一时不报；"
            "only_in 只在这些短语里才报，not_in 在这些短语里不报，几个用竖线隔开；"
            "whole 填 yes 时，两头不能切断一个词；note 备注，提示里可用。",
            "unless_line": "同一行里有它就不报。",
            "requires": "全文里没有它就不报。",
        },
        "match、right（对的写法）、note",
    ),
    "term": Notes(
        "固定的长词里叠写、颠倒、丢掉、写错或多出的一个字。",
        {
            "terms": "这些词，每个至少五个字。",
            "lost": "至少几个字的词，丢一个字才报；0 为不报。",
            "changed": "至少几个字的词，换成或多出另一个字才报；0 为不报。",
            "to_the_end": "末尾两个字里丢掉、写错一个的也报；后面会连成别的词的，不要列入。",
            "unless": _UNLESS_PLACE,
        },
        "match、right（对的词）",
    ),
    "confusable": Notes(
        "公文里从未这样用、换成音近形近的字就常见的字词，由随带的模型判断。",
        {"certainty": "把握有多大（百分数，1 到 99）才报。", "unless": _UNLESS_PLACE},
        "match、word（本来的字词）、phrase、meant（各带前后文）",
    ),
    "joint": Notes(
        "两个词之间多半漏了标点的地方，由随带的模型判断。",
        {
            "certainty": "公文在这里有标点的可能（百分数）多大才报。",
            "unless": _UNLESS_PLACE,
        },
        "match、before、after（前后的词）",
    ),
    "sequence": Notes(
        "序号的差错。",
        {
            "of": "headings 是第一部分、一、（一）1.（1）①；"
            "series 是一段里的一是、二是（一要、二要；第一，第二，）。",
            "report": "报哪一种：gap 跳号、repeat 重号、start 不从一起、"
            "mixed 一是与二要混用、glued 二是前面没有标点。",
            "barrier": "它匹配的地方缺了内容，序号从后面的接着数。",
        },
        "match、previous（前一个序号）、expected（应有的序号）",
    ),
    "pairing": Notes(
        "一段里不配对的标点；跨段引文每段开头的前引号不算。",
        {
            "pairs": "成对的标点，每项两个字符，如 “”。",
            "report": "unclosed 有前无后、unopened 有后无前、reopened 没关上又开、reversed 引号写反。",
        },
        "match、mark、partner（缺的那一个）、mark_name、partner_name（各自的名称：前引号、后引号）",
    ),
    "ending": Notes(
        "不以规定标点结尾的段落，报最后两个字。像标题、带序号的小标题的，名称：值的，表格里的，都不看；"
        "全文多半的长段（四段以上）都这样结尾的，当作强行断行的稿子，一处也不报。",
        {
            "marks": "可以结尾的标点。",
            "longer_than": "只看超过这么多字的段落。短的、没有句号的一行会被当作标题，例子要写得像正文。",
            "containing": "只看含有它的段落，最后一个字不算。",
        },
        "match、last（最后一个字）",
    ),
    "watermark": Notes(
        "夹在段落之间反复出现的水印、页眉，每一处都报：全文只报一处的，另写 collapse: 1，"
        "否则 bad 例不会恰好报一处。",
        {
            "unit": "tail 各段末尾相同的字、line 相同的行。",
            "at_least": "至少多少字才算。",
            "times": "出现几次才算。",
            "unless": "匹配它的不算。",
        },
        "match、count（次数）",
    ),
    "repetition": Notes(
        "一篇里又出现一次的内容。",
        {
            "unit": "title 标题、body 段落、sentence 带数的句子。",
            "at_least": "至少多少字才算。",
        },
        "match、count（次数；body 是段数）",
    ),
    "majority": Notes(
        "全文的状态：一种写法与另一种各有多少，全文只报一处。",
        {
            "form": "要报的写法，按原文找。",
            "against": "相比的写法，按原文找。",
            "when": "rarely：against 至少 at_least 处而 form 不到它的五分之一；"
            "often：form 至少 at_least 处而不到这样少。",
            "at_least": "至少多少处。",
        },
        "match、count（form 的处数）、others（against 的处数）",
    ),
    "block": Notes(
        "网页上的非正文行，相连的合成一处；各项都是整行的正则表达式。",
        {
            "sure": "在哪里都是。",
            "edge": "在正文之前或之后才是。",
            "likely": "与前两种相连才是。",
            "labels": "值另起一行的名称行：它与下一行非正文之间的短行也算。",
            "lists": "别的文章的列表的标题行：正文之后，它下面的各个标题也算。",
        },
        "match、count（行数）、where、first（第一行的开头）",
    ),
    "length": Notes(
        "太长的行、句、分句。",
        {
            "unit": "line 行、sentence 句、clause 分句。",
            "limit": "超过多少字才报。",
            "containing": "只看含有它的。",
            "times": "containing 至少匹配几次。",
            "show": "只标出开头多少字，默认全部。",
        },
        "match、length（字数）",
    ),
    "order": Notes(
        "次序不对或没有列全的固定列举。",
        {
            "lists": "每项是一组成员，以顿号相隔，按应有的次序；前面可写名称和冒号，几个名称用竖线隔开。",
            "report": "order 成员齐全而次序不对；missing 挨着名称而没有列全（有名称的才查）。",
        },
        "match；right（应有的次序）；name（名称）、missing（缺的成员）",
    ),
    "enumeration": Notes(
        "列举的项数与旁边所写的数目不符。",
        {
            "pattern": "要有 (?P<items>…) 列举和 (?P<n>…) 数目两个组。",
            "separator": _SEPARATOR,
            "maybe": "可能分开两项、也可能在一项之中的字（和）。",
            "report": "different 多或少都报；more 只报多了的（列举不必写全的）。",
            "at_most": "相差超过这么多就是数的别的东西，不报。",
        },
        "match、items、count（项数）、n（所写的数目）",
    ),
    "parity": Notes(
        "“分别”后面的数与前面的项数不等。",
        {
            "pattern": "要有 (?P<items>…) 列举和 {V} 数，从 {V} 到匹配结束的数都算。",
            "separator": _SEPARATOR,
            "maybe": "可能分开两项、也可能在一项之中的字（和）。",
        },
        "match、items、count（项数）、figures、n（数的个数）",
    ),
    "announcement": Notes(
        "所说的项数与紧接着的序号不符。",
        {
            "pattern": "匹配到第一个序号之前，要有 (?P<n>…) 数目；可有 (?P<what>…)，各项里都要有的字词。",
            "at_most": "相差超过这么多就是数的别的东西，不报。",
        },
        "match、n（所写的数目）、count（项数）、last（最后一个序号）",
    ),
    "agreement": Notes(
        "同一事物前后各处的数不一致。",
        {
            "pattern": "要有 (?P<what>…) 事物的名称和 {V} 数量（或 (?P<V>\\d{4}) 数字）。",
            "slips": "true（默认）：只报像笔误的（改、换、漏一位，单位不同），其余“无法核对”；"
            "false：凡不同都报。",
        },
        "match、what、V、previous（前一处的数）",
    ),
    "restatement": Notes(
        "同一个数前后写了两次，有一次两位数字颠倒。",
        {
            "pattern": "要有 (?P<what>…) 事物的名称和 {V} 数量，只在数所在的句子里、数的前后几十个字里找。",
            "scope": "说明口径的字词（年份等），取数前最近的；两处不同的，列为“无法核对”。",
            "values": "一个名称有这么多个以上的数，说的就是几样东西，不核对。",
            "unless": _UNLESS_SENTENCE,
        },
        "match、what、V、other（另一处的数）、place（另一处在前面还是后面）",
    ),
    "ratio": Notes(
        "一句里哪些数都算不出的比率。",
        {"pattern": "要有 {D} 数量和 {P:percent} 比率。", "unless": _UNLESS_SENTENCE},
        "match、P、pattern 里别的组、readings（最接近的两个算式）、whole（按比率反推的分母）",
    ),
    "share": Notes(
        "句里和前一句的数都算不出、而又有旁证的占比和比率：同样说法的别的占比按同一个总数算得出，"
        "或者差一处笔误就相符。",
        {
            "pattern": "要有 {D} 数量和 {P:percent} 占比；可有 {T} 总数，(?P<of>…) 说明是谁的占比的字。",
            "chance": "碰巧只差一处笔误的可能（百分数）低于它才报。",
            "unless": "同一句里有它就不核对。",
        },
        "match、D、P、T（总数）、computed（算得的）、repair（像哪一种笔误）",
    ),
    "relation": Notes(
        "对不上的数据关系，无论怎样取整。",
        {
            "pattern": "{T} 是名为 T 的数量，{P:percent}、{N:户} 限定量纲或量词，{D:T} 要与前面的 T 同一单位"
            "（同一量词、同一币种）；重复的名称合起来供 sum 用。",
            "formula": "应当成立的式子：T - D == R、sum(parts) == T、P <= 100。两边用 ==、!=、<=、>= 相连，"
            "里面是数的名称、整数、+ - * / 和这几个函数：sum(parts) 一个名称下的各数之和；"
            "cagr(A, B, y1, y2) 从 y1 年的 A 到 y2 年的 B 年均增长百分之几；"
            "plan(y) 这一年属于第几个五年规划；day(y, m, d) 年月日合成一个数，比较先后用。",
            "otherwise": "或者这个式子成立也可以。",
            "same": "这几个数要同一单位，否则不核对；已经写成 {D:T} 的不用再列。",
            "near": "两边最多可以差百分之几，按右边算；差得更远的是在说别的，不下结论。",
            "steps": "只在取整之内相符的，相差这么多个末位单位、而相加的不多于两倍这么多个，也报："
            "要几个数都朝一个方向取整半个单位才说得通。",
            "chance": _CHANCE,
            "leading": "合起来的数里，前几个相加就相等时，后面的不算在内（四舍五入留有余地）。",
            "trailing": "合起来的数里，后几个相加就相等时，前面的不算在内。",
            "whole": "这个数换成句中前面的某个数正好相符时，说的是那个数，不下结论。",
            "unless": _UNLESS_SENTENCE,
        },
        "match、各个组和数、computed（算得的）、repair（像哪一种笔误）",
    ),
    "total": Notes(
        "与旁边同单位的数差一处笔误的总数；旁边的数有几个相加正好相符就是对的。",
        {
            "pattern": "要有 {T} 总数；(?P<in>…) 组指出分项在哪一句、从哪里起。",
            "parts": "分项在总数的哪一边：after 后面、before 前面。",
            "chance": "碰巧只差一处笔误的可能（百分数）低于它才报。",
            "all": "true：说法表明分项列全了，三项以上、与总数相差不到四分之一的，不像笔误也报。",
            "skip": "不是分项的数，写成 {X}（比上年增加{X}）。",
            "until": "后面的分项到它为止（按另一种分法）。",
            "unless": "同一句里有它就不核对。",
        },
        "match、T、parts（各分项）、computed（算得的）、repair（像哪一种笔误）",
    ),
    "table": Notes(
        "表格里与各行、各列之和不符的合计；同一张表里别的合计相符才下结论。",
        {
            "of": "columns 合计行与各行；rows 合计列与各列。",
            "label": "合计行的第一格、合计列的表头，整格匹配。",
            "unless": "这样的表头、行名不能相加（比率、单价、位次）。",
            "apart": "表里有这样的行名（核对合计列时是表头）就不核对（其中、上年结转）。",
            "subtotal": "小计行的名称：小计与上面各行、合计与各小计分别核对。",
        },
        "match（表中的合计）、heading（列或行的名称）、computed（算得的）、repair（像哪一种笔误）",
    ),
}
