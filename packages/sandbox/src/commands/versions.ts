import { describeVersions } from "@ublog/aws-model/src/wire/versions.ts";

/** Lists the versions that go wrong. */
export function versions(): void {
  console.log(describeVersions());
}
