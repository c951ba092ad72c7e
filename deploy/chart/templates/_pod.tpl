{{/*
What a process is configured with, as one map from variable to value or secretKeyRef: (list $ "calendar" $process $migrates). A migration has no use of
other processes, the broker, the mail server and the collector.
*/}}
{{- define "kivenkolo.environment" -}}
{{- $ := index . 0 -}}{{- $name := index . 1 -}}{{- $process := index . 2 -}}{{- $migrates := index . 3 -}}
{{- $values := $.Values -}}
ASPNETCORE_HTTP_PORTS: {{ include "kivenkolo.port" $ | quote }}
# There is nothing to attach with in the image, and no place to put the socket for it.
DOTNET_EnableDiagnostics: "0"
Public__Address: {{ $values.publicAddress | quote }}
Identity__Issuer: {{ $values.publicAddress | quote }}
{{- range $migrates | ternary list $process.calls }}
services__{{ . }}__http__0: http://{{ include "kivenkolo.name" (list $ .) }}:{{ include "kivenkolo.port" $ }}
{{- end }}
{{- with $process.database }}
{{- $secret := (get $values.databases .).secret }}
ConnectionStrings__{{ . }}: Host={{ $values.postgres.host }};Port={{ $values.postgres.port }};Database={{ . }};SSL Mode={{ $values.postgres.sslMode }}
# Npgsql reads what the connection string leaves out from PostgreSQL's own variables: no character of a password needs quoting.
PGUSER: { secret: {{ $secret }}, key: username }
PGPASSWORD: { secret: {{ $secret }}, key: password }
{{- if $values.postgres.caSecret }}
PGSSLROOTCERT: /etc/kivenkolo/postgres/ca.crt
{{- end }}
{{- end }}
{{- if and $process.messaging (not $migrates) }}
ConnectionStrings__messaging: { secret: {{ $values.messaging.secret }}, key: {{ $values.messaging.key }} }
{{- end }}
{{- if and $process.mail (not $migrates) }}
Smtp__Host: {{ $values.mail.host }}
Smtp__Port: {{ $values.mail.port | quote }}
Smtp__UseTls: "true"
Smtp__From: {{ $values.mail.from | quote }}
{{- with $values.mail.secret }}
Smtp__User: { secret: {{ . }}, key: username }
Smtp__Password: { secret: {{ . }}, key: password }
{{- end }}
{{- end }}
{{- if eq $name "identity" }}
Identity__KeyProtectionSecret: { secret: {{ $values.secrets.identity }}, key: key-protection-secret }
Bootstrap__AdministrationClientId: administration
Bootstrap__AdministrationClientSecret: { secret: {{ $values.secrets.identity }}, key: administration-client-secret }
Bootstrap__WebClientSecret: { secret: {{ $values.secrets.web }}, key: client-secret }
{{- with $values.identityProvider }}
{{- if .authority }}
Identity__External__Authority: {{ .authority | quote }}
Identity__External__ClientId: {{ .clientId | quote }}
Identity__External__ClientSecret: { secret: {{ .secret }}, key: client-secret }
Identity__External__GroupClaim: {{ .groupClaim | quote }}
Identity__External__LocalAccounts: {{ .localAccounts | quote }}
{{- range $i, $role := .roles }}
Identity__External__Roles__{{ $i }}__Group: {{ $role.group | quote }}
Identity__External__Roles__{{ $i }}__Space: {{ $role.space | quote }}
Identity__External__Roles__{{ $i }}__Role: {{ $role.role | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- if eq $name "web" }}
Web__KeyProtectionSecret: { secret: {{ $values.secrets.web }}, key: key-protection-secret }
{{- if not $migrates }}
Bootstrap__WebClientSecret: { secret: {{ $values.secrets.web }}, key: client-secret }
{{- end }}
{{- end }}
{{- if eq $name "gateway" }}
{{- range $i, $proxy := $values.trustedProxies }}
Gateway__TrustedProxies__{{ $i }}: {{ $proxy | quote }}
{{- end }}
{{- end }}
{{- if and $values.telemetry.endpoint (not $migrates) }}
OTEL_EXPORTER_OTLP_ENDPOINT: {{ $values.telemetry.endpoint | quote }}
OTEL_EXPORTER_OTLP_PROTOCOL: {{ $values.telemetry.protocol }}
OTEL_SERVICE_NAME: {{ $name }}
{{- end }}
{{- with (get $values.processes $name).settings }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* What a process and a migration have in common: (list $ "calendar" $process $migrates $resources). */}}
{{- define "kivenkolo.pod" -}}
{{- $ := index . 0 -}}{{- $name := index . 1 -}}{{- $process := index . 2 -}}{{- $migrates := index . 3 -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with $.Values.images.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1654
  runAsGroup: 1654
  seccompProfile:
    type: RuntimeDefault
containers:
  - name: {{ $name }}
    image: {{ include "kivenkolo.image" (list $ $name) }}
    imagePullPolicy: {{ $.Values.images.pullPolicy }}
    {{- if $migrates }}
    args: ["--migrate"]
    {{- end }}
    env:
      {{- range $key, $value := include "kivenkolo.environment" . | fromYaml }}
      - name: {{ $key }}
        {{- if kindIs "map" $value }}
        valueFrom:
          secretKeyRef:
            name: {{ $value.secret }}
            key: {{ $value.key }}
        {{- else }}
        value: {{ $value | quote }}
        {{- end }}
      {{- end }}
    {{- if not $migrates }}
    ports:
      - name: http
        containerPort: {{ include "kivenkolo.port" $ }}
    # A minute and a half: Identity waits a minute for its database before it listens.
    startupProbe:
      httpGet: { path: /alive, port: http }
      periodSeconds: 3
      timeoutSeconds: 5
      failureThreshold: 30
    livenessProbe:
      httpGet: { path: /alive, port: http }
      periodSeconds: 10
      timeoutSeconds: 5
    # Longer than /health gives each of its own checks.
    readinessProbe:
      httpGet: { path: /health, port: http }
      periodSeconds: 5
      timeoutSeconds: 5
    # Until every node has heard that it takes no more requests.
    lifecycle:
      preStop:
        sleep:
          seconds: 5
    {{- end }}
    resources:
      {{- toYaml (index . 4) | nindent 6 }}
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities:
        drop: [ALL]
    volumeMounts:
      - name: tmp
        mountPath: /tmp
      {{- if and $process.database $.Values.postgres.caSecret }}
      - name: postgres-ca
        mountPath: /etc/kivenkolo/postgres
        readOnly: true
      {{- end }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
  {{- if and $process.database $.Values.postgres.caSecret }}
  - name: postgres-ca
    secret:
      secretName: {{ $.Values.postgres.caSecret }}
      items:
        - key: ca.crt
          path: ca.crt
  {{- end }}
{{- end }}
