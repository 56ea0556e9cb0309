#!/usr/bin/env bash
# Writes portal.yaml, the chart's output with its default values and those of values.yaml, for who works without helm. Run it after changing the chart.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
{
  printf '# Rendered from deploy/helm/portal by deploy/kubernetes/render.sh. Set your own values with the kustomization beside it.\n'
  helm template portal "$here/../helm/portal" --namespace portal --values "$here/values.yaml" --kube-version 1.31.0 | grep -v '^# Source: '
} > "${1:-$here/portal.yaml}"
