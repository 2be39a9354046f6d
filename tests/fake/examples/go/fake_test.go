// Package service shows a test with Go's testing against verda-fake. VERDA_FAKE is the program, if it is not in the path.
package service

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// base is the URL of the API; control is that of the control API.
var base, control string

func TestMain(m *testing.M) {
	program := os.Getenv("VERDA_FAKE")
	if program == "" {
		program = "verda-fake"
	}
	command := exec.Command(program, "--listen", "127.0.0.1:0")
	output, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		panic(err)
	}
	line, _ := bufio.NewReader(output).ReadString('\n')
	base = strings.TrimSpace(line)
	control = strings.TrimSuffix(base, "/v1") + "/_fake"
	code := m.Run()
	_ = command.Process.Kill()
	os.Exit(code)
}

// send sends JSON, or no body for nil, and returns the status and the body.
func send(t *testing.T, method, url, token string, body any) (int, []byte) {
	t.Helper()
	var reader io.Reader
	if body != nil {
		text, _ := json.Marshal(body)
		reader = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, url, reader)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, _ := io.ReadAll(response.Body)
	return response.StatusCode, data
}

type object = map[string]any

// fake resets the fake, returns a token, and checks at the end of the test that all is as expected.
func fake(t *testing.T) string {
	t.Helper()
	send(t, "POST", control+"/reset", "", object{"seed": 7})
	t.Cleanup(func() {
		if status, body := send(t, "POST", control+"/verify", "", nil); status != 200 {
			t.Errorf("%s", body)
		}
	})
	login := object{"grant_type": "client_credentials", "client_id": "any", "client_secret": "any"}
	_, body := send(t, "POST", base+"/oauth2/token", "", login)
	var token struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal(body, &token); err != nil {
		t.Fatal(err)
	}
	return token.AccessToken
}

func TestNoCapacity(t *testing.T) {
	token := fake(t)
	send(t, "PUT", control+"/capacity", "", object{"type": "CPU.4V.16G", "location": "FIN-01", "machines": 0})
	send(t, "POST", control+"/expectations", "", object{"operation": "POST /v1/instances", "times": 1})
	order := object{"instance_type": "CPU.4V.16G", "image": "ubuntu-24.04", "hostname": "worker-1", "location_code": "FIN-01"}
	if status, body := send(t, "POST", base+"/instances", token, order); status != 503 {
		t.Errorf("status %d: %s", status, body)
	}
}
