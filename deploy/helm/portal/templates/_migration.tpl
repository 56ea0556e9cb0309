{{/* The migration's pod, and the name of its job: a job can't be changed, so another pod is another job. */}}

{{- define "portal.migration.pod" -}}
{{ include "portal.pod" . }}
restartPolicy: OnFailure
containers:
  - name: migrate
    image: {{ include "portal.image" (dict "root" . "part" "workers") }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    args: [migrate]
    env:
      - name: ConnectionStrings__Portal
        value: {{ include "portal.connection" (dict "root" . "role" .Values.store.role "secret" "store") | quote }}
      - name: ConnectionStrings__PortalOwner
        value: {{ include "portal.connection" (dict "root" . "role" .Values.store.owner "secret" "store-owner") | quote }}
      - name: DOTNET_EnableDiagnostics
        value: "0"
    securityContext:
      {{- include "portal.confined" . | nindent 6 }}
    resources:
      requests: { cpu: 100m, memory: 128Mi }
      limits: { memory: 512Mi }
    volumeMounts:
      - { name: store, mountPath: /run/secrets/store, readOnly: true }
      - { name: store-owner, mountPath: /run/secrets/store-owner, readOnly: true }
      - { name: tmp, mountPath: /tmp }
volumes:
  - name: store
    secret: { secretName: {{ .Values.store.roleSecret }}, defaultMode: 0440 }
  - name: store-owner
    secret: { secretName: {{ .Values.store.ownerSecret }}, defaultMode: 0440 }
  - name: tmp
    emptyDir: { sizeLimit: 64Mi }
{{- end }}

{{/* Beside the version a hash of the pod; 63 characters at most, because the job's name is a label of the pod. */}}
{{- define "portal.migration.name" -}}
{{- $version := .Values.image.tag | default .Chart.AppVersion | replace "." "-" | lower -}}
{{ printf "%s-migrate-%s" .Release.Name $version | trunc 54 | trimSuffix "-" }}-{{ include "portal.migration.pod" . | sha256sum | trunc 8 }}
{{- end }}
