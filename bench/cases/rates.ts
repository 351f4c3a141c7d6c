import { bareWay, type Case, dataOf, type Listed, peerWay, productWay, uuid } from './case.ts';

interface Rates {
  readonly expected: number;
  readonly received: number;
  readonly receivedOnTime: number;
  readonly reportingRate: { readonly percent: string | null };
  readonly onTimeRate: { readonly percent: string | null };
}

interface Progress {
  readonly rates: Rates;
  readonly children: {
    readonly nodes: readonly { readonly organization: { readonly id: string; readonly name: string }; readonly rates: Rates }[];
  };
}

const FIVE = `rates {
      expected received receivedOnTime
      reportingRate { numerator denominator percent }
      onTimeRate { numerator denominator percent }
    }`;

const QUERY = `query ($deliverableId: ID!, $first: Int!) {
  reportingProgress(deliverableId: $deliverableId) {
    ${FIVE}
    children(first: $first) { nodes { organization { id name } ${FIVE} } pageInfo { hasNextPage } }
  }
}`;

const fiveOf = ({ expected, received, receivedOnTime, reportingRate, onTimeRate }: Rates) => [
  expected,
  received,
  receivedOnTime,
  reportingRate.percent,
  onTimeRate.percent,
];

const own = (answer: string) => {
  const { rates: of, children } = dataOf<Progress>(answer, 'reportingProgress');
  const lines = children.nodes.map((line) => ({ id: uuid(line.organization.id), name: line.organization.name, five: fiveOf(line.rates) }));
  return { five: fiveOf(of), lines };
};

interface Line {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly expected: number;
  readonly received: number;
  readonly receivedOnTime: number;
  readonly reportingRate: string | null;
  readonly onTimeRate: string | null;
}

const lineFive = (line: Line) => [line.expected, line.received, line.receivedOnTime, line.reportingRate, line.onTimeRate];

const FUNCTION = `query ($root: UUID!) {
  lines: benchProgress(root: $root) {
    nodes { organizationId organizationName expected received receivedOnTime reportingRate onTimeRate }
  }
}`;

/** PostGraphile has no generated field that adds up. */
export const rates: Case = {
  title: "the province's five rates with children",
  by: 'province',
  first: 100,
  ways: {
    product: productWay(QUERY, own),
    bare: bareWay('/rates', own),
    functions: peerWay(
      FUNCTION,
      ({ deliverableId }) => ({ root: uuid(deliverableId) }),
      (answer) => {
        const [first, ...rest] = dataOf<Listed<Line>>(answer, 'lines').nodes;
        const lines = rest.map((line) => ({ id: line.organizationId, name: line.organizationName, five: lineFive(line) }));
        return { five: lineFive(first!), lines };
      },
    ),
  },
};
