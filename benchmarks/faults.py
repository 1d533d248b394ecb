"""Faults planted at known places in a sound draft, and which of them a list of alarms finds.

Each sentence is written with its fault and with what is right, `〔wrong→right〕`, and stands in two drafts
that are otherwise the same. A fault is found when more alarms touch its place than touch the place that is
right: a tool that also complains of the right one (of a missing space, say) has not noticed the fault.
`‹…›` is the place where it is wider than the fault: one may point at any figure of a wrong sum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from texts import ROOT, SOUND

PLANTED = {
    "占位符": """
        围绕财源建设持续发力，全年完成一般公共预算收入〔xx→3250〕万元，收入质量稳步提高。
        坚持把项目建设放在首位，全年新招引亿元以上项目〔X→8〕个，投资结构不断优化。
        交通基础设施建设加快推进，新建改建农村公路〔××→46〕公里，群众出行更加便捷。
        统筹资金投向民生领域，全年投入城乡居民救助资金〔____→860〕万元，兜住了民生底线。
        全面落实乡村振兴各项部署安排，重点抓好产业发展〔（此处补充重大项目名称）→〕和人居环境整治两项工作。
    """,
    "数对不上": """
        培育壮大市场主体成效明显，全县新增企业‹〔30→31〕家，其中工业企业10家、农业企业12家、服务业企业9家›。
        畅通群众诉求表达的各种渠道，全年受理信访事项‹86件，已办结71件，剩余〔25→15〕件›正在协调办理之中。
        文化旅游业保持了良好发展势头，接待游客‹126.4万人次，比上年增加11.2万人次，增长〔18.9→9.7〕%›，市场活力显现。
        城乡供水一体化工程建设步伐加快，农村自来水普及率‹由88.5%提高到92.6%，提高〔5.1→4.1〕个百分点›，供水更有保障。
        交通重点工程建设按照时序进度推进，计划投资‹2.5亿元，完成投资2亿元，占年度计划的〔92→80〕%›，形象进度符合预期。
    """,
    "词表里的错字": """
        深入开展移风易俗宣传教育活动，引导村民自觉〔准守→遵守〕村规民约，乡风文明建设成效明显。
        因地制宜调整优化农业产业结构，发展茶叶油茶等特色〔种殖→种植〕业，带动农民群众持续增收。
        坚决贯彻上级党委政府的决策〔布署→部署〕，层层压实工作责任，确保各项任务按时完成。
        加强耕地质量保护和提升，推广测土配方施肥技术，〔士壤→土壤〕有机质含量逐步提高，粮食产能稳定。
        推进老旧小区供水管网更新改造，为居民楼加装〔按装→安装〕智能水表，用水管理更加精细规范。
    """,
    "词表外的错字": """
        充分〔发辉→发挥〕基层党组织战斗堡垒作用，带领党员群众奋战在重点工程建设第一线，凝聚了力量。
        组织网格员带着问题沉到一线，持续〔深人→深入〕村组院落排查隐患，一批矛盾纠纷实现了就地化解。
        养老服务供给能力明显增强，高龄老人在家门口就能〔亨受→享受〕到助餐服务，幸福感不断提升。
        总结推广一批基层在实践中探索形成的〔行之有校→行之有效〕的经验做法，以点带面推动整体工作提升。
        加快推进农村水利基础设施建设，一批骨干工程相继〔竣公→竣工〕并投入使用，防洪能力明显增强。
    """,
    "漏标点": """
        全镇上下紧盯年度目标任务不放松，固定资产投资增长9%〔→，〕大力推进园区扩容提质，发展后劲不断增强。
        在县委、县政府的坚强领导下〔→，〕全镇上下团结一心，扎实推进各项重点工作，经济社会发展稳中向好。
        持续深化放管服改革优化营商环境〔→，〕全面推行一网通办，企业和群众办事更加便捷高效，满意度提升。
        坚持人民至上、生命至上的理念〔→，〕严格落实安全生产责任制，全年未发生较大以上安全生产事故。
        加强食品药品质量安全监督管理〔→，〕深入开展专项整治行动，群众饮食用药安全得到有力有效的保障。
    """,
    "标点": """
        健全网格化治理体系和服务机制〔，，→，〕常态化开展矛盾纠纷排查化解，社会大局保持和谐稳定。
        加快补齐农村公共服务设施短板〔,→，〕完善村级卫生室和文化广场功能，公共服务更加优质均衡。
        打造产业兴旺乡村振兴“一村一品”〔、→〕“一村一策”示范村3个，示范带动效应进一步显现。
        力争通过一年时间的集中攻坚努力，全年信访总量下降‹20〔→%〕-30%›，信访秩序得到明显好转。
        继续深化文明村镇创建活动〔（全年共评选文明户50户→（全年共评选文明户50户）〕，推动形成向上向善的良好风尚。
    """,
    "空格": """
        全力抓好工业项目投资和技术改造，投资额占年度计划的92.4〔 →〕%，项目建设形成了有力的支撑。
        大力培育新兴产业和优势产业集群，全年完成工业投资2.35〔 →〕亿元，产业结构得到进一步的优化。
        深入推进农村人居环境整治提升〔 →〕行动，村容村貌明显改善，群众生活品质得到进一步提高。
    """,
    "序号": """
        抓好民生实事办理落实，一是抓就业，二是抓教育，〔三要→三是〕抓健康，群众得到的实惠越来越多。
        做好下一步重点工作，一是稳增长，二是促改革，〔四是→三是〕惠民生，推动各项工作再上新的台阶。
    """,
    "单位和表述": """
        工业经济保持平稳较快发展态势，完成工业投资‹28.7亿〔→元〕›，重点企业运行总体平稳有序可控。
        项目投资拉动作用得到充分发挥，民间投资占比提高了‹3〔%→〕个百分点›，投资结构实现了持续优化。
        千方百计扩大有效投资促进发展，完成固定资产投资‹〔约42亿元左右→约42亿元〕›，发展的后劲进一步增强。
        完善社会养老服务体系建设工作，全镇已有‹〔近600余名→近600名〕›老人享受居家养老服务，保障水平提高。
        受到持续干旱等不利天气因素影响，部分乡镇粮食产量‹比上年减少〔1倍→10%〕›，农业防灾减灾任务仍然繁重。
        扎实做好半年经济运行核算工作，在‹6月〔31→30〕日›前完成全部数据审核上报，数据质量不断提高。
    """,
    "网页残留": """
        扎实推进乡村建设行动，和美乡村面貌焕然一新〔&nbsp;→〕，农村人居环境得到持续改善和整体提升。
        〔---此处隐藏2180字,下载后查看---→〕
        〔【打印本页】 【关闭窗口】→〕
        〔扫一扫在手机打开当前页→〕
    """,
    "英文拼写": """
        持续推动农村电子商务〔(Buisness Platform)→(Business Platform)〕发展壮大，农民收入稳定增长。
        加快智慧城市大数据平台建设，推进政务数据互联互通〔(open goverment)→(open government)〕，服务更加便捷。
    """,
}
_FAULT = re.compile("〔(.*?)→(.*?)〕")


@dataclass(frozen=True)
class Draft:
    """A text, and where in it each fault is, or what is right in its stead: half-open code-point offsets."""

    text: str
    places: tuple[tuple[int, int], ...]


Checked = tuple[Draft, list[tuple[int, int]]]  # a draft, and the alarms for it


def drafts(kind: str) -> tuple[Draft, Draft]:
    """The sound draft with the sentences of a kind after its first part: with their faults, and right."""
    sound = (ROOT / "examples" / SOUND).read_text(encoding="utf-8")
    head, second, rest = sound.partition("（二）")
    made = []
    for side in (r"\1", r"\2"):
        text, places = head, []
        for sentence in PLANTED[kind].strip().splitlines():
            marked = sentence if "‹" in sentence else _FAULT.sub(r"‹\g<0>›", sentence)
            before, place, after = re.split("[‹›]", _FAULT.sub(side, marked.strip()))
            start = len(text) + len(before)
            places.append((start, start + len(place)))
            text += f"{before}{place}{after}\n\n"
        made.append(Draft(text + second + rest, tuple(places)))
    return made[0], made[1]


def touches(alarm: tuple[int, int], place: tuple[int, int]) -> bool:
    """Whether an alarm is at a place: they share a character, or one is a point in or beside the other."""
    (start, end), (first, last) = alarm, place
    if start == end or first == last:
        return start <= last and first <= end
    return start < last and first < end


def found(wrong: Checked, right: Checked) -> list[bool]:
    """Which faults are found, given each draft with the alarms for it."""
    counts = [
        [sum(touches(alarm, place) for alarm in alarms) for place in draft.places]
        for draft, alarms in (wrong, right)
    ]
    return [faulty > sound for faulty, sound in zip(*counts, strict=True)]
