{{- define "zenml.name" -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "zenml.selector" -}}
app.kubernetes.io/name: zenml
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "zenml.labels" -}}
{{ include "zenml.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "zenml.hasOwnStore" -}}
{{- if not (or .Values.store.url .Values.store.existingSecret) -}}true{{- end -}}
{{- end -}}
