export default () => "fast";
