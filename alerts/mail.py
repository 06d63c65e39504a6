"""E-mail over SMTP. It has no idempotence: a letter may come twice, always with the same Message-ID and number."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from alerts.relays import Relay
from core.alerts import Letter, Unsure
from core.errors import Denied, Poison, Transient
from core.ports import Clock
from core.troubles import trouble

TIMEOUT = 30.0
LOST = (smtplib.SMTPServerDisconnected, OSError)


class MailSender:
    """Fulfils `core.ports.Sender`. The address of a letter is a mailbox; `sender` is ours."""

    def __init__(self, relay: Relay, sender: str, clock: Clock, timeout: float = TIMEOUT) -> None:
        self._relay, self._sender, self._clock, self._timeout = relay, sender, clock, timeout

    def send(self, letter: Letter) -> str:
        """Hand it to the server; gives its Message-ID. Raises Transient, Unsure, Denied or Poison."""
        message = self._message(letter)
        with self._connected() as server:
            self._enveloped(server, letter)
            try:
                code, _ = server.data(message.as_bytes(policy=SMTP))
            except LOST as error:
                raise Unsure("почта: связь прервалась, когда письмо уже передавалось") from error
            except smtplib.SMTPDataError as error:
                raise _said(error.smtp_code, "письмо не принято") from error
            if code != 250:
                raise _said(code, "письмо не принято")
        return str(message["Message-ID"])

    def _message(self, letter: Letter) -> EmailMessage:
        domain = parseaddr(self._sender)[1].rpartition("@")[2] or "localhost"
        made = EmailMessage(policy=SMTP)
        try:
            made["From"], made["To"], made["Subject"] = self._sender, letter.address, letter.subject
            made["Date"] = format_datetime(self._clock.now())
            made["Message-ID"] = f"<{letter.key}@{domain}>"
            made["Auto-Submitted"], made["X-MCU-Number"] = "auto-generated", letter.number
            made["Importance"] = "high" if letter.urgent else "normal"
            made.set_content(letter.text)
        except ValueError as error:
            raise Poison("почта: из извещения не составить письма", field="address") from error
        return made

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        relay, safe = self._relay, ssl.create_default_context()
        try:
            server = (
                smtplib.SMTP_SSL(relay.host, relay.port, timeout=self._timeout, context=safe)
                if relay.scheme == "smtps"
                else smtplib.SMTP(relay.host, relay.port, timeout=self._timeout)
            )
        except (smtplib.SMTPException, OSError) as error:
            raise Transient(f"почта: сервер не отвечает ({trouble(error)})") from error
        try:
            self._greeted(server, safe)
            yield server
        finally:
            with suppress(smtplib.SMTPException, OSError):
                server.quit()

    def _greeted(self, server: smtplib.SMTP, safe: ssl.SSLContext) -> None:
        try:
            if self._relay.scheme == "smtp+tls":
                server.starttls(context=safe)
            if self._relay.user:
                server.login(self._relay.user, self._relay.password)
        except smtplib.SMTPAuthenticationError as error:
            raise Denied("почта: логин или пароль не приняты: проверьте MCU_ALERT_SMTP") from error
        except smtplib.SMTPNotSupportedError as error:
            raise Denied("почта: сервер не умеет того, что требует MCU_ALERT_SMTP") from error
        except ssl.SSLCertVerificationError as error:
            raise Denied("почта: сертификат сервера не проходит проверку") from error
        except (smtplib.SMTPException, OSError) as error:
            raise Transient(f"почта: сервер не отвечает ({trouble(error)})") from error

    def _enveloped(self, server: smtplib.SMTP, letter: Letter) -> None:
        try:
            server.ehlo_or_helo_if_needed()
            code, _ = server.mail(parseaddr(self._sender)[1])
            if code != 250:
                raise _said(code, "отправитель не принят: проверьте MCU_ALERT_FROM")
            code, _ = server.rcpt(letter.address)
            if code not in (250, 251):
                raise _said(code, "адрес получателя не принят")
        except UnicodeEncodeError as error:
            raise Poison("почта: адрес получателя не латиницей", field="address") from error
        except (smtplib.SMTPException, OSError) as error:
            raise Transient(f"почта: сервер не отвечает ({trouble(error)})") from error


def _said(code: int, what: str) -> Transient | Denied:
    """4xx passes, 5xx stays."""
    return Transient(f"почта: {what} (ответ {code})") if code < 500 else Denied(f"почта: {what} (ответ {code})")
