"""Names for invented people. Many bear surnames that are read otherwise than their characters, to try the search."""

from __future__ import annotations

from random import Random

SURNAMES: tuple[str, ...] = (
    *"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓冯韩曹彭潘蔡袁于董余苏叶吕魏蒋",
    *"田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵",
    *"单解仇区曾查覃缪翟盖",
    *("欧阳", "尉迟", "司徒", "上官", "诸葛"),
)
# Of one or two characters, put together from these.
FIRST = tuple("雨志秀建思浩桂嘉国子丽俊婉海晓伟文明慧永春雅泽梓若景承希云宏")
SECOND = tuple("桐远英华敏然芳怡强墨娟杰清涛彤平宁辉琳康晴瑶安宇涵舟岚川菲帆")


class Names:
    """Draws names, none of them twice."""

    def __init__(self, random: Random, taken: frozenset[str]) -> None:
        self.random, self.taken = random, set(taken)

    def draw(self) -> str:
        while True:
            name = drawn_name(self.random)
            if name not in self.taken:
                self.taken.add(name)
                return name


def drawn_name(random: Random) -> str:
    given = random.choice(FIRST) if random.random() < 0.15 else random.choice(FIRST) + random.choice(SECOND)
    return random.choice(SURNAMES) + given
