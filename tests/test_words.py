"""Word segmentation agrees with jieba's; listed words are found in their frames and nowhere else."""

from __future__ import annotations

import logging
import os
import re
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govlint.checkers.term import TermChecker
from govlint.document import Document, Span
from govlint.linter import lint
from govlint.rules.ruleset import builtin_rules
from govlint.words import segmentation

HAN = re.compile("[\u4e00-\u9fd5]+")
COMMON = 300  # occurrences in the sixty million words of jieba's dictionary
TYPO_OF_ITSELF = {"竹杆", "麦杆"}  # 麦+杆子 is the typo
SENTENCES = [
    "引导村民自觉准守村规民约",
    "推进精准守护耕地红线行动",
    "经批准守卫水源地的民兵连",
    "截至目前全镇累计完成固定资产投资四亿元",
    "坚持以人民为中心的发展思想持续增进民生福祉",
    "打造现代农业产业园带动农户稳定增收",
    "由于部分项目征地拆迁进度缓慢",
]


@pytest.fixture(scope="module")
def jieba():
    import jieba

    jieba.dt.tmp_dir = os.devnull  # no cache file in the shared temporary folder
    jieba.setLogLevel(logging.CRITICAL)
    jieba.initialize()
    return jieba


def test_words_are_jiebas(jieba):
    for sentence in SENTENCES:
        assert list(segmentation.segment(sentence)) == jieba.lcut(sentence, HMM=False)


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.sampled_from("工作发展中国家人民政府主要领导干部部分由于一个标准守护准则"), min_size=1, max_size=24
    )
)
def test_words_of_any_passage_are_jiebas(jieba, text):
    assert list(segmentation.segment(text)) == jieba.lcut(text, HMM=False)


def test_words_of_the_dictionary_are_parted_as_jieba_does(jieba):
    """Among thousands there are some that frequencies a hundredth off would part otherwise."""
    words = [word for word, frequency in jieba.dt.FREQ.items() if frequency and HAN.fullmatch(word)]
    some = [word for number, word in enumerate(words) if number % 5 == 0 or len(word) > 8]

    assert [word for word in some if list(segmentation.segment(word)) != jieba.lcut(word, HMM=False)] == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("引导村民自觉准守村规民约。", True),
        ("推进精准守护行动", False),
        ("经批准守卫水源地", False),
        ("2024年，准守", True),
    ],
)
def test_a_word_across_the_edge_is_seen(text, whole):
    start = text.index("准守")

    assert segmentation.is_whole(Document(text), Span(start, start + 2)) is whole


# A wrong form, a sentence in which it is wrong, and sentences in which the same characters are right.
FRAMES = """
坚难 建设条件十分坚难，队伍仍按期进场。 集中力量攻坚难题。 打好攻坚难度最大的一仗。
付近 工地付近居民反响良好。 全年支付近10万元。 应付近期订单不成问题。 拨付近千万元补助资金。
一些列 出台一些列扶持措施。 有一些列入年度计划，有一些列为储备项目。
一但 ，一但发现隐患立即整改。 流程单一但效果明显。 机构之一但尚未挂牌。
一率 逾期未报的一率取消资格。 三公一率指标排名靠前。 加快统一率先突破的步伐。
一搬 一搬公共预算支出进度加快。 确保统一搬迁、按时入住。 对危旧设施一搬了之。
不旦 不旦改善了路况，而且方便了群众。 演出不到元旦不旦夕更换。
不负责人 对不负责人的态度要严肃问责。 领导小组不负责人员安置的具体工作。
与以奖励 对先进单位与以奖励。 参与以奖励先进为目的的评比。
专顶 开展安全生产专顶整治。 请专家作为专顶岗的技术指导。
世纪未 铁路始建于上世纪未。 本世纪未发生过洪灾，新世纪未有之变局。
临摩 组织书法爱好者临摩碑帖。 面临摩擦升级的外部环境。
乘座 乘座公交车出行更加便捷。 上乘座椅一百把。
了草 检查走过场、了草应付。 编制出了草案。 广场种了草坪。
予于 对合格企业予于表彰。 权限赋予于地方更多自主。
争辨 双方争辨不休，调解员耐心劝说。 力争辨明事实。
于此同时 于此同时，配套政策相继落地。 大运河起点始于此同时也终于此。
于部 加强基层于部队伍建设。 由于部分路段施工，车辆绕行。 对于部门职责予以明确。 低于部颁标准。
人工只能 培育人工只能产业集群。 缺少农机，全靠人工只能慢慢来。
付主任 付主任参加了调研。 按月支付主任医师津贴。
付书记 镇党委付书记带队检查。 材料已交付书记审阅。
以经 项目以经完成竣工验收。 以经济建设为中心。 以经营主体需求为导向。 以经验交流促提升。
仰制 有效仰制物价过快上涨。 宗教信仰制度化管理。
仰或 无论城镇仰或乡村。 村民久仰或听说过这位先生。
仲栽 劳动仲栽案件及时办结。 发展杜仲栽培两千亩。
体捡 组织职工体捡。 清理水体捡拾垃圾三吨。
作崇 黑恶势力暗中作崇。 志愿工作崇高而光荣。 文艺创作崇尚真善美。
作法 这种作法值得推广。 推行网格化工作法。 总结教学方法和操作法。
侯选 推荐侯选人三名。 史书载诸侯选择贤才。
促消 开展系列促消活动。 出台促消费十条措施。
促裁 劳动争议促裁机构办案提速。 敦促裁判秉公执法。
促近 促近产业融合发展。 督促近期到期的项目抓紧结算。
信货 加大信货投放力度。 经营通信货物运输。
做为 把招商做为头号工程。 这件事叫做为民办实事。 不当做为难群众的借口。
健立 健立健全长效机制。 依法保健立法工作提速。
偶而 偶而发生的纠纷及时化解。 就失独配偶而言，补助标准提高。
偿试 大胆偿试新的管理模式。 开展排污权有偿试点。 生态补偿试点稳步推进。
像征 这座桥是两岸情谊的像征意义所在。 开展老图像征集活动。
充份 充份调动各方积极性。 按规定补充份额。
先近 表彰先近集体十个。 优先近期可开工项目。 领先近三年平均水平。
克苦 干部职工克苦钻研业务。 攻克苦难、战胜灾害。
公倾 新增设施农业二百公倾。 该办公倾向于集中布局。
兰图 绘就发展兰图。 乌兰图雅演出队来我市交流。
兰天 坚决打好兰天保卫战。 从乌克兰天然气过境。 芬兰天气寒冷。
兰色 兰色标识清晰可见。 展出荷兰色彩浓厚的作品。
关健 抓住关健环节。 机关健身活动丰富多彩。 有关健康指标持续改善。
关干 关干印发年度要点的通知。 机关干部下沉一线。 有关干部作了检讨。
典形 选树典形案例十个。 塑造经典形象。 这是古典形式的院落。
养植 壮大水产养植规模。 培养植物保护人才。
冒然 不冒然上马新项目。 患感冒然后就医的人数下降。
写做 提高公文写做能力。 做到文稿填写做到规范。
农名 促进农名增收。 惠农名片越擦越亮。 助农名优产品展销会开幕。
冲当 社工冲当调解员。 脉冲当量换算准确。
决义 党组会议决义已经落实。 解决义务教育大班额问题。 坚决义务服务到底。
决择 面对转型作出决择。 解决择校热问题。 解决择业难题。
冶理 加强流域综合冶理。 陶冶理想情操。
准守 自觉准守交通法规。 精准守护饮水安全。 对照标准守则逐条检查。 经批准守林员可以巡山。
划拔 无偿划拔资金三百万元。 规划拔高了产业定位。
创做 开展文艺创做。 首创做法在全省推广。
创健 深入开展创健文明单位活动。 开创健康事业新局面。
制做 制做宣传展板二十块。 推行股份制做大村集体。 体制机制做到上下贯通。
制渡 完善安全管理制渡。 严格控制渡口数量。 实行河长制渡口安全有人管。
刻服 刻服资金短缺困难。 时刻服务群众。 深刻服从大局。
力渡 加大执法力渡。 全力渡过难关。 协力渡江抢险。
加块 加块推进项目建设。 增加块煤储备。
勘称 堪比江南、勘称典范。 完成踏勘称重工作。
勾通 加强与企业勾通。 直勾通道已经打开。
包据 包据三个乡镇在内的片区。 承包据实结算。
印像 给客商留下深刻印像。 复印像册五十份。
原困 主要原困是资金不足。 解决中原困难户住房问题。
参予 群众积极参予环境整治。 人参予以免税进口。
反应问题 群众反应问题及时答复。 不良应激反应问题得到控制。
反应情况 向上级反应情况。 接种后药物反应情况良好。
发韧 改革发韧于基层探索。 提升研发韧性。 激发韧劲。
另人 成绩另人鼓舞。 另人均耕地面积偏少。
合做 加强校企合做。 联合做好防汛准备。 结合做好督查。 融合做大文旅产业。
向结合 坚持集中与分散向结合。 纵向结合、横向结合同步推进。
周未 利用周未时间开展培训。 两周未下雨。
因该 各单位因该看到差距。 因该公司拖欠工资，已立案查处。
园满 园满完成年度任务。 校园满意度测评结果公布。 公园满眼绿色。
国藉 核实外籍人员国藉。 我国藉此扩大开放。
坏境 优化营商坏境。 在破坏境内水源的案件中追责。
增副 出口增副居全省前列。 新增副县级干部两名。
增涨 旅游收入快速增涨。 暴增涨幅惊人。
处里 依法处里信访积案。 处里开会研究方案。
复没 敌人全军复没。 恢复没收财产的登记，批复没有下达。
天燃气 新增天燃气用户三千户。 今天燃气公司检修管道。
如过 如过发现问题及时上报。 比如过年期间的值守。 例如过桥贷款。
威摄 形成有力威摄。 开展威摄影展。
存再 工作中存再一些不足。 修缮保存再利用。 封存再出口。
安微 来自安微的客商。 推送公安微信公众号。
审请 提出补助审请。 报送评审请求。 送审请示件。
客纳 场馆可客纳两千人。 引导游客纳凉消夏。
家俱 发展实木家俱产业。 两家俱乐部落户。
对像 明确帮扶对像。 当面对像素要求高的订单。
寻问 工作人员寻问群众需求。 搜寻问题线索。
导至 干旱导至减产。 引导至综合窗口办理。 疏导至安全地带。
峻工 年底峻工投用。 严峻工作形势。
布署 按照统一布署推进。 公布署名文章。
延申 产业链向下游延申。 顺延申报期限。
形像 树立良好形像。 处理图形像素。
建全 建全完善工作机制。 新建全省首个中心。 构建全方位监管体系。 组建全市专家库。
彩用 彩用新技术。 提供水彩用品。
彩购 规范政府彩购行为。 举办多彩购物节。
影象 建设医学影象中心。 观看电影象征性收费。
待慢 不得待慢来访群众。 让群众少等待慢跑。
必竞 必竞还有差距。 未必竞争得过。
愈和 伤口愈和良好。 治愈和死亡病例数公布。
感概 代表们深有感概。 获得感概念深入人心。
批叛 深刻批叛错误思潮。 抓获一批叛逃人员。
承若 作出公开承若。 继承若干优良传统。
折除 依法折除违建二百处。 打折除外商品。
报负 实现青年人的理想报负。 由申报负责人签字。 填报负面清单。
按排 按排专人负责。 按排名先后公示。 按排放量核定。
按装 按装路灯三百盏。 按装机容量分类。
授与 授与荣誉称号。 教授与学生面对面交流。
推委 杜绝推委扯皮。 助推委托代办。
推近 推近重点项目建设。 助推近期项目开工。
提搞 群众收入明显提搞。 前提搞清楚再动工。
操做 规范操做流程。 集体体操做得整齐。
攻效 提升作风建设攻效。 主攻效果明显。 猛攻效率短板。
整冶 开展环境整冶。 调整冶金产业结构。
构健 加快构健现代产业体系。 医疗机构健全。
明析 产权更加明析。 说明析出的盐分。
明片 打造城市明片。 说明片区改造进度。
显视 结果显视满意率较高。 凸显视觉效果。
景像 呈现繁荣景像。 远景像一幅画。
模似 开展应急模似演练。 规模似乎偏小。
步奏 按步奏推进改革。 同步奏响奋进号角。
没备 更新机器没备。 材料没备齐的一次性告知。
治里 加强社会治里。 推进法治里程碑式改革。
法冶 推进法冶建设。 创新方法冶炼矿石。
活波 开展形式活波的宣传。 关注生活波动较大的家庭。
洽当 采取洽当方式化解矛盾。 接洽当地企业。
消售 拓宽消售渠道。 开展营消售后培训。
清彻 河水清彻见底。 把问题查清彻底。
渡假 建设旅游渡假区。 利用摆渡假日航线。
照成 给群众照成不便。 按照成本测算。 参照成熟经验。 对照成绩找差距。
由干 由干受疫情影响，进度滞后。 理由干扰了判断。
申查 严格申查把关。 重申查处违规的决心。
登记薄 完善台账和登记薄。 不动产登记薄弱环节。
登陆平台 登陆平台填报数据。 台风登陆平台所在海域。
破环 严禁破环耕地。 突破环境瓶颈。 打破环形围墙。
祥情 了解祥情请拨打电话。 吉祥情意浓。
种值 扩大种值面积。 这种值得推广的做法。 一种值班制度。
种殖 发展特色种殖。 反对多种殖民掠夺。
积及 积及推进重点工程。 面积及产量双增长。 体积及重量达标。
究竞 群众关心究竞如何解决。 研究竞争策略。
空凋 更换节能空凋。 高空凋零的落叶。
竟争 提升竟争力。 毕竟争取来的机会不多。
竟价 土地公开竟价。 究竟价格是否合理。
竟赛 举办职业技能竟赛。 毕竟赛事密集。
等侍 避免群众排队等侍。 妥善照顾，等侍奉老人的子女归来。
累记 累记完成投资两亿元。 注重积累记录数据。
纠份 化解邻里纠份。 纠纷不纠份额多少。
纳人 全部纳人预算管理。 吸纳人口就业。 容纳人数增加。
组识 组识党员学习。 识别词组识读难点。
结和实际 结和实际抓落实。 总结和实际运用并重。
结轮 得出调查结轮。 总结轮岗经验。
结速 会议圆满结速。 冻结速度加快。
绝定 研究绝定实施。 拒绝定点采购。
缀学 防止学生缀学。 点缀学校的绿化带。
缺隐 整改产品缺隐。 排除短缺隐患。
若于 制定若于措施。 假若于年内完工。
街接 做好政策有效街接。 大街接通了管网。
补冲 补冲流动资金。 补短板、补冲锋舟。
观注 社会高度观注。 客观注重实效。
规摸 形成产业规摸。 对法规摸底排查。
规距 严守政治规距。 新法规距今三年。
计录 如实计录台账。 累计录入信息三千条。
跟综 持续跟综问效。 医生跟综合科会诊。
跟本 这是跟本原因。 跟本地企业合作。
运做 坚持市场化运做。 航运做大做强。 海运做得出色。
进几年 进几年变化很大。 引进几年来最大的外资项目。
迹像 出现企稳迹像。 这痕迹像是新的。
通辑 抓获通辑人员。 普通辑录工作完成。
钩通 加强部门钩通协调。 挂钩通过考核。
销除 销除安全隐患。 报销除外项目。
键全 健全完善、键全机制。 一键全自动操作。
键康 推进键康教育。 机关键康复设备到位。
防冶 加强大气污染防冶。 国防冶金工业。
防犯 防犯化解风险。 预防犯罪。 严防犯案。
防害 查处防害公务行为。 预防害虫。 国防害群之马。
震兴 推动乡村震兴。 地震兴起的抗灾运动。
顶目 谋划重点顶目。 登上山顶目睹全貌。
项日 抓好产业项日建设。 各项日常工作。 事项日清日结。
须求 满足市场须求。 必须求真务实。
骨于 培养技术骨于。 把教训刻骨于心。
高挡 引进高挡酒店。 修建五米高挡墙。
鱼业 农林牧鱼业产值增长。 鲜鱼业务量增长。
名符其实 名符其实的产粮大县。 人员姓名符其实际身份。
带口罩 群众自觉科学带口罩。 出行自带口罩和消毒液。
权利清单 公布权利清单和责任清单。 编制公民权利清单。
权力义务 明确双方权力义务关系。 监督公共权力义务宣传。
截止 截止目前已办结八十件。 报名截止3月底。 申报截止2024年5月。
累积 全年累积完成投资12亿元。 多年累积的矛盾逐步化解。
撤消 撤消不合理审批事项。 后撤消防车辆。
部份 部份路段正在维修。 认购全部份额。
台帐 建立整改台帐。 搭台帐篷二十顶。
为名服务 提升为名服务水平。 以开展活动为名服务小团体的，严肃处理。
修定 修定完善应急预案。 制修定额标准十项。
附合 不附合条件的予以清退。 所附合同已经备案。
不署 严格落实决策不署，压实责任。 信访件中不署名的占三成。
堤高 治理能力不断堤高。 加固后堤高五米。
请贴 移风易俗不发请贴。 请贴标签后再入库。
转人 企业转人稳定增长期。 热线设置转人工服务。
千部 选派千部驻村。 配发对讲机上千部。
收人 财政增长和居民收人同步提高。 新招收人员十名。
末能 因资金不足末能完工。 方便群众周末能办事。
区城 优化区城布局。 旧区城投公司改制。
则政 一般公共则政支出压减。 逾期未用的，则政府收回土地。
领城 拓展合作领城。 率领城建队伍进场。
旅工 旅工进度加快。 由文旅工信等部门牵头。
域市 完善域市功能。 覆盖流域市县三十个。
休制 理顺管理休制。 落实年休制度。
其间 会议其间共收到提案八十件。 活动丰富多样，其间穿插才艺展示。
过度期 稳妥安排好过度期工作。 避免过度期待短期收益。
过度性 完善过度性补贴办法。 防止过度性开发资源。
检查院 由县检查院提起公诉。 组织社区检查院落卫生。
审批权利 依法下放审批权利。 明确审批权利义务。
合法权力 维护群众合法权力。 合法权力运行有章可循。
决对 坚持党的决对领导。 表决对象名单公示。
坚绝 坚绝完成任务。 态度坚绝非一日之功。
份子 动员入党积极份子参加。 随份子攀比之风得到遏制。
渡汛 确保水库安全渡汛。 引渡汛期滞留人员。
强烈反映 演出引起强烈反映。 群众强烈反映的停车难得到解决。
必需始终 各级必需始终绷紧安全弦。 生产所必需始终有保障。
作大作强 支持企业作大作强。 合作大作强音频频奏响。
取的了 各项工作取的了好成绩。 采取的了解方式多样。
展发 推动经济展发。 开展发放活动。
施实 抓好方案施实。 措施实在管用。
任责 压实主体任责。 责任责无旁贷。
高提 居民收入持续高提。 提高提质增效水平。
进进一步 下一步要进进一步细化。 促进进一步开放。
参预 引导群众参预监督。 机器人参预警演练，海参预售开启。
关连 剥离关连产业。 机关连续三年获评优秀，开关连接可靠。
支解 防止项目支解发包。 财政收支解析报告完成。
搭当 两人搭当默契。 舞台搭当地民居而建。
"""


@pytest.fixture(scope="module")
def rules():
    return builtin_rules()


@pytest.mark.parametrize("line", FRAMES.split("\n")[1:-1], ids=lambda line: line.split()[0])
def test_a_listed_word_is_found_where_it_is_wrong_and_only_there(rules, line):
    wrong, faulty, *sound = line.split()
    start = faulty.index(wrong)
    end = start + len(wrong)

    found = lint(Document(faulty), [rule for rule in rules if rule.id != "TY012"]).diagnostics
    assert [one for one in found if one.span.start < end and start < one.span.end]
    assert sound
    for text in sound:
        assert wrong in text
        assert lint(Document(text), rules).diagnostics == ()


@pytest.mark.parametrize(
    ("text", "part", "inside"),
    [
        ("不搞一言堂，多搞群言堂", "群言", True),  # 群言堂
        ("不搞一言堂，多搞群言堂", "言", True),
        ("群言堂", "群言堂", False),  # no longer than itself
        ("放在桌子上", "桌", False),  # in a word of two characters
        ("掘进面涌水量稳定", "涌", True),
        ("|涌|水量|", "涌", False),
    ],
)
def test_longer_words_around_a_place(text, part, inside):
    start = text.rindex(part)

    assert segmentation.is_in_longer_word(text, start, start + len(part)) is inside


def test_words_side_by_side_are_no_typo(rules, jieba):
    """What the rules call wrong in any context, and correct by themselves, does not arise where two common
    words meet, as “彻消” in 贯彻消费者.
    """
    ending, beginning = defaultdict(list), defaultdict(list)
    common = {word: seen for word, seen in jieba.dt.FREQ.items() if 2 <= len(word) <= 4 and seen >= COMMON}
    for word in sorted(common, key=common.__getitem__, reverse=True):
        for size in range(1, len(word)):
            ending[word[-size:]].append(word)
            beginning[word[:size]].append(word)
    certain = next(rule for rule in rules if rule.id == "TY001")
    known = certain.checker.words
    pairs = [
        (left, right, wrong)
        for wrong in known.wrong_forms()
        if wrong not in TYPO_OF_ITSELF
        for size in range(1, len(wrong))
        for left in ending[wrong[:size]][:12]
        for right in beginning[wrong[size:]][:12]
    ]
    document = Document("\n".join(f"其中{left}{right}，" for left, right, _ in pairs))

    found = lint(document, [certain]).diagnostics

    assert len(pairs) > 3000
    hit = [pairs[document.position(one.span.start).line - 1] for one in found]
    assert hit == []


TERMS = {rule.id: rule for rule in builtin_rules() if rule.kind == "term"}
LONG = sorted(
    term
    for rule in TERMS.values()
    for term in rule.checker.terms
    if HAN.fullmatch(term) and len(set(term)) > 6
)


NO_TERMS = {"绿水青山是金山银山", "中华民族大复兴", "习近平书记"}  # said as well, if less


FORMULAS = set(TERMS["TY039"].checker.terms)


def damaged(term: str, at: int) -> list[str]:
    """The term with the character at an offset doubled, and swapped with the next one; of the set formulas,
    also lost.
    """
    swapped = term[:at] + term[at + 1] + term[at] + term[at + 2 :]
    lost = [term[:at] + term[at + 1 :]] if term in FORMULAS and term[at] not in "的了之和与就是" else []
    return [term[: at + 1] + term[at:], swapped, *lost]


@settings(max_examples=80)
@given(st.sampled_from(LONG), st.data())
def test_a_term_with_one_character_wrong_is_found_and_mended(term, data):
    at = data.draw(st.integers(2, len(term) - 4))
    for wrong in damaged(term, at):
        text = f"持续推进{wrong}，成效明显。"
        edits = [one.fixes[0].edits[0] for one in lint(Document(text), list(TERMS.values())).findings]
        mended = [text[: edit.span.start] + edit.text + text[edit.span.end :] for edit in edits]

        # 全面建小康社会 may be either of two.
        right = {f"持续推进{one}，成效明显。" for one in LONG if len(one) == len(term)}
        assert wrong in (term, *NO_TERMS) or (len(mended) == 1 and mended[0] in right)


@pytest.mark.parametrize(
    "terms",
    [
        ["文明实践自愿服务", "时代文明实践"],
        ["新时代文明实践自愿服", "时代文明实践", "代文明实践志"],
    ],
)
def test_a_whole_term_is_right_whatever_other_terms_are_in_it(terms):
    checker = TermChecker(("新时代文明实践志愿服务", *terms), lost=0, changed=6)

    assert list(checker.check(Document("开展新时代文明实践志愿服务。"))) == []
    assert len(list(checker.check(Document("开展新时代文明实践志愿服服务。")))) == 1


@given(st.sampled_from(LONG), st.sampled_from(LONG))
def test_whole_terms_side_by_side_are_right(one, other):
    text = f"持续推进{one}{other}。"

    assert not [found for rule in TERMS.values() for found in rule.checker.check(Document(text))]
