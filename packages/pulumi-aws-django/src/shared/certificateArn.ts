/** Whether the text is the ARN of an ACM certificate, in that region where one is given. */
export function isCertificateArn(text: string, region = "[a-z0-9-]+"): boolean {
  return new RegExp(`^arn:aws[a-z-]*:acm:${region}:\\d{12}:certificate/[A-Za-z0-9-]+$`).test(text);
}
