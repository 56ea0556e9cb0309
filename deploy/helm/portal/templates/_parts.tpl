{{/* What the templates share: labels, images, the store's connection strings, and how a container is confined. */}}

{{- define "portal.labels" -}}
app.kubernetes.io/name: portal
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "portal.image" -}}
{{ .root.Values.image.registry }}/{{ .part }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "portal.connection" -}}
Host={{ .root.Values.store.host }};Port={{ .root.Values.store.port }};Database={{ .root.Values.store.database }};Username={{ .role }};Passfile=/run/secrets/{{ .secret }}/pgpass;SSL Mode={{ .root.Values.store.sslMode }}
{{- end }}

{{- define "portal.env" -}}
- name: ConnectionStrings__Portal
  value: {{ include "portal.connection" (dict "root" . "role" .Values.store.role "secret" "store") | quote }}
- name: Portal__KeysDirectory
  value: /keys/portal # created by the first process, for its user alone
{{- if eq .Values.keys.in "store" }}
- name: Portal__KeysIn
  value: Store
{{- end }}
{{- if .Values.keys.certificateSecret }}
- name: Portal__KeysCertificate
  value: /run/secrets/keys-certificate/keys.pem
{{- end }}
{{- if .Values.keys.formerCertificateSecret }}
- name: Portal__FormerKeysCertificates__0
  value: /run/secrets/keys-former-certificate/keys.pem
{{- end }}
- name: Portal__Demo
  value: "false"
- name: Portal__Identity__Mode
  value: OpenIdConnect
- name: DOTNET_EnableDiagnostics
  value: "0" # its sockets would lie in /tmp
{{- range $name, $value := .Values.env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{- define "portal.pod" -}}
serviceAccountName: {{ .Release.Name }}
automountServiceAccountToken: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1654 # "app" in .NET's images
  runAsGroup: 1654
  fsGroup: 1654
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{- define "portal.confined" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* A pod is started once the migration job has brought the schema up to date and given the role of this pod its permissions. */}}
{{- define "portal.wait" -}}
- name: schema
  image: {{ include "portal.image" (dict "root" . "part" "workers") }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  command: [bash, -c, until dotnet Portal.Workers.dll version; do sleep 3; done]
  env:
    {{- include "portal.env" . | nindent 4 }}
  securityContext:
    {{- include "portal.confined" . | nindent 4 }}
  resources:
    requests: { cpu: 50m, memory: 128Mi }
    limits: { memory: 256Mi }
  volumeMounts:
    - { name: store, mountPath: /run/secrets/store, readOnly: true }
    - { name: tmp, mountPath: /tmp }
{{- end }}

{{/* Asked by the name that AllowedHosts always has. */}}
{{- define "portal.probes" -}}
startupProbe:
  httpGet: { path: /health/live, port: http, httpHeaders: [{ name: Host, value: localhost }] }
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /health/live, port: http, httpHeaders: [{ name: Host, value: localhost }] }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: { path: /health/ready, port: http, httpHeaders: [{ name: Host, value: localhost }] }
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 3
{{- end }}

{{- define "portal.mounts" -}}
- { name: store, mountPath: /run/secrets/store, readOnly: true }
{{- if .Values.keys.certificateSecret }}
- { name: keys-certificate, mountPath: /run/secrets/keys-certificate, readOnly: true }
{{- end }}
{{- if .Values.keys.formerCertificateSecret }}
- { name: keys-former-certificate, mountPath: /run/secrets/keys-former-certificate, readOnly: true }
{{- end }}
{{- end }}

{{- define "portal.volumes" -}}
- name: store
  secret: { secretName: {{ .Values.store.roleSecret }}, defaultMode: 0440 }
{{- with .Values.keys.certificateSecret }}
- name: keys-certificate
  secret: { secretName: {{ . }}, defaultMode: 0440 }
{{- end }}
{{- with .Values.keys.formerCertificateSecret }}
- name: keys-former-certificate
  secret: { secretName: {{ . }}, defaultMode: 0440 }
{{- end }}
- name: keys
  persistentVolumeClaim: { claimName: {{ .Values.keys.existingClaim | default (printf "%s-keys" .Release.Name) }} }
- name: tmp
  emptyDir: { sizeLimit: 256Mi }
{{- end }}

{{- define "portal.spread" -}}
- maxSkew: 1
  topologyKey: kubernetes.io/hostname
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "portal.labels" . | nindent 6 }}
{{- end }}
