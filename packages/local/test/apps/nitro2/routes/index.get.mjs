import { defineEventHandler } from "#imports";

export default defineEventHandler(() => "fast");
