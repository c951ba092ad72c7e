{{/*
The system as AppHost describes it, which a test compares: who is called by whom, and who has what. "outward" is who sends requests to
addresses that somebody outside chose.
*/}}
{{- define "kivenkolo.model" -}}
gateway: { calls: [identity, partners, calendar, participation, communications, web] }
web: { calls: [identity, partners, calendar, participation, communications], database: webdb }
identity: { calls: [], database: identitydb }
partners: { calls: [identity], database: partnersdb, messaging: true, mail: true, outward: true }
calendar: { calls: [identity], database: calendardb, messaging: true, mail: true, outward: true }
participation: { calls: [identity], database: participationdb, messaging: true }
communications: { calls: [identity], database: communicationsdb, messaging: true, mail: true }
{{- end }}

{{/* The port on which each process listens. */}}
{{- define "kivenkolo.port" -}}8080{{- end }}

{{/* Name of an object: (list $ "calendar"). */}}
{{- define "kivenkolo.name" -}}
{{- $release := (index . 0).Release.Name -}}
{{- printf "%s-%s" (contains "kivenkolo" $release | ternary $release (printf "%s-kivenkolo" $release) | trunc 40 | trimSuffix "-") (index . 1) -}}
{{- end }}

{{/* What a pod is found by; nothing of it ever changes with a release. */}}
{{- define "kivenkolo.selector" -}}
app.kubernetes.io/name: kivenkolo
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "kivenkolo.labels" -}}
{{ include "kivenkolo.selector" . }}
app.kubernetes.io/part-of: kivenkolo
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
app.kubernetes.io/version: {{ (index . 0).Values.images.tag | default (index . 0).Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" (index . 0).Chart.Name (index . 0).Chart.Version }}
{{- end }}

{{- define "kivenkolo.image" -}}
{{- $images := (index . 0).Values.images -}}
{{- $digest := get $images.digests (index . 1) -}}
{{- with $images.registry }}{{ . }}/{{ end }}kivenkolo/{{ index . 1 -}}
{{- if $digest }}@{{ $digest }}{{ else }}:{{ $images.tag | default (index . 0).Chart.AppVersion }}{{ end -}}
{{- end }}
