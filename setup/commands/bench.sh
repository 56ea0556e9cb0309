# Side by side with what you would use instead; prints ratios.

cmd_bench() {
  load_settings
  step sdk need_sdk
  step packages need_packages chromium:chromium
  step feed need_feed
  step build build_all
  export "${part_memory[@]}" # what it starts and weighs are the parts, as `up` starts them
  PORTAL_ROOT="$root" exec dotnet run --project "$root/Portal.Bench" -c Release --no-build -- "$@"
}
