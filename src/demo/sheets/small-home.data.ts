import { vetoes } from './vetoes.data.ts';
import { below, eachOf, group, item, part, type SheetGiven, subPoints } from './write.ts';

const EARNS = { earns: true } as const;

/** Sheet 2, the small home: 4 groups, 22 items of 50 sub-points, 100 points, no bonus (§1.4.7). */
export const smallHome: SheetGiven = {
  groups: [
    group(
      'B1',
      '组织建设',
      '30',
      item('B1.1', '组织与选举', '5', subPoints('sub', '组织', part('sound', '组织健全', '3'), part('elected', '负责人民主选出', '2'))),
      item('B1.2', '工作规范', '3', eachOf('sub', '工作', '1', part('plan', '有计划'), part('check', '有检查'), part('review', '有总结'))),
      item(
        'B1.3',
        '制度与活动',
        '6',
        subPoints('sub', '制度', part('rules', '制度健全', '2'), part('duties', '责任到人', '2'), part('active', '经常活动', '2')),
      ),
      item('B1.4', '积极分子', '4', subPoints('sub', '队伍', part('activists', '有一批积极分子', '2'), part('files', '建有档案', '2'))),
      item(
        'B1.5',
        '场地与宣传',
        '7',
        subPoints('sub', '设施', part('office', '固定场地', '3'), part('plate', '标牌', '2'), part('board', '宣传园地', '2')),
      ),
      item(
        'B1.6',
        '建家计划与评议',
        '5',
        eachOf('plans', '建家', '1', part('scheme', '有方案'), part('plan', '有计划'), part('measures', '有措施')),
        subPoints('report', '评议', part('report', '每年向职工报告并听取评议', '2')),
      ),
    ),
    group(
      'B2',
      '制度建设',
      '13',
      item(
        'B2.1',
        '职工参与',
        '4',
        subPoints('sub', '参与', part('reports', '听取工作报告', '2'), part('rules', '参与制定计划和制度', '2')),
      ),
      item('B2.2', '公开', '5', subPoints('sub', '公开', part('board', '设公开栏', '2'), part('content', '公开切身利益事项', '3'))),
      item(
        'B2.3',
        '民主管理落实',
        '4',
        subPoints('sub', '落实', part('powers', '制度和职权落实', '2')),
        below('satisfied', '职工满意率', '90', '2', EARNS),
      ),
    ),
    group(
      'B3',
      '服务职工',
      '17',
      item('B3.1', '团结友爱', '2', subPoints('sub', '团结', part('united', '齐心协力', '2'))),
      item(
        'B3.2',
        '关心职工',
        '6',
        subPoints('sub', '关心', part('care', '关心工作生活', '2'), part('voice', '反映诉求', '2'), part('ledger', '建有台账', '2')),
      ),
      item(
        'B3.3',
        '走访帮扶',
        '6',
        subPoints('sub', '帮扶', part('visits', '走访慰问', '2'), part('help', '排忧解难', '2'), part('files', '困难职工档案', '2')),
      ),
      item('B3.4', '互帮互助', '3', subPoints('sub', '互助', part('mutual', '开展互助', '2'), part('harmony', '关系融洽', '1'))),
    ),
    group(
      'B4',
      '生产与劳动保护',
      '40',
      item(
        'B4.1',
        '安全',
        '9',
        subPoints(
          'sub',
          '安全',
          part('education', '安全教育', '3'),
          part('contest', '“安康杯”竞赛', '3'),
          part('rules', '安全卫生制度', '3'),
        ),
      ),
      item(
        'B4.2',
        '竞赛与合理化建议',
        '4',
        subPoints('sub', '竞赛', part('contest', '开展群众性技术活动', '2')),
        below('joined', '职工参与率', '80', '2', EARNS),
      ),
      item('B4.3', '技能', '4', subPoints('sub', '技能', part('mentoring', '带徒练兵培训', '2'), part('better', '素质明显提高', '2'))),
      item('B4.4', '工作任务', '4', subPoints('sub', '任务', part('done', '出色完成任务', '2'), part('model', '是先进班组', '2'))),
      item(
        'B4.5',
        '文体活动',
        '4',
        subPoints('sub', '文体', part('planned', '有计划开展', '2')),
        below('joined', '职工参与面', '90', '2', EARNS),
      ),
      item('B4.6', '活动点', '5', subPoints('sub', '活动点', part('place', '有活动点', '3'), part('equipment', '有资料和器材', '2'))),
      item('B4.7', '上级表彰', '2', subPoints('sub', '表彰', part('commended', '建家受过表彰', '2'))),
      item(
        'B4.8',
        '台账',
        '6',
        subPoints('sub', '台账', part('production', '生产管理', '2'), part('union', '工会活动', '2'), part('benefits', '福利发放', '2')),
      ),
      item('B4.9', '成果', '2', subPoints('sub', '成果', part('results', '有成果、有创新、有影响', '2'))),
    ),
  ],
  vetoes,
  threshold: { points: '90' },
};
