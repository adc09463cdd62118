/** The form of the worked example's topics. */
import type { TextContent } from '#shared/domain/content'
import type { DelegationCode } from './people.ts'

export interface ExampleAlternative {
  readonly by: DelegationCode
  readonly joinedBy: readonly DelegationCode[]
  readonly reason: string
  readonly content: TextContent
}

export interface ExampleRecommendation {
  /** Its number, by which the example's comments and decisions name it. */
  readonly key: string
  readonly title: string
  readonly content: TextContent
  readonly alternative?: ExampleAlternative
}

export interface ExampleTopic {
  readonly title: string
  readonly broadAgreement: TextContent
  readonly summary: TextContent
  readonly recommendations: readonly ExampleRecommendation[]
}
